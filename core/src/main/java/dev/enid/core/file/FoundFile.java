package dev.enid.core.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file as it was found on the host.
 *
 * @param mode its permissions
 * @param owner the user id of who has it
 * @param text of a symbolic link its target; empty for what is neither that nor a regular file, and for one that could not be read
 */
public record FoundFile(String path, Kind kind, int mode, int owner, String text) {

    /** A symbolic link is not followed. */
    public enum Kind {
        REGULAR,
        SYMBOLIC_LINK,
        OTHER,
        /** Too large, or not to be read by this process. */
        UNREADABLE
    }

    /** As amazon-ec2-net-utils 1.x and ubuntu-ec2net looked for it; most managers take it only behind a #. */
    private static final Pattern HANDS_OFF =
            Pattern.compile("^[ \\t]*(?:#[ \\t]*)?EC2SYNC=([\"']?)no\\1(?:[\\s#;]|$)", Pattern.MULTILINE);

    /** What files of managers are called: {@code eth1.cfg}, {@code ifcfg-eth1}, {@code 70-eth1.network}. */
    private static final Pattern NAME =
            Pattern.compile("(?:[0-9]+-|ifcfg-|enid-)?(?<link>.+?)(?:\\.cfg|\\.network|\\.conf|\\.nmconnection)?");

    /** The marker by which it is ours. */
    public Optional<Marker> marker() {
        return kind == Kind.REGULAR ? Marker.in(text) : Optional.empty();
    }

    /**
     * Whether a person wants enid's hands off this file and the link that it is about: then it is nobody's to write or remove, whoever
     * wrote it.
     */
    public boolean saysHandsOff() {
        return HANDS_OFF.matcher(text).find();
    }

    /** Whether it is about a link of that name, by its marker, or by its own name. */
    public boolean isAbout(String link) {
        Optional<Marker> marker = marker();
        if (marker.isPresent()) {
            return marker.get().link().equals(link);
        }
        Matcher name = NAME.matcher(path.substring(path.lastIndexOf('/') + 1));
        return name.matches() && link.equals(name.group("link"));
    }
}
