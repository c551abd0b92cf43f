package dev.enid.core.file;

import java.util.Optional;

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

    /** The marker by which it is ours. */
    public Optional<Marker> marker() {
        return kind == Kind.REGULAR ? Marker.in(text) : Optional.empty();
    }
}
