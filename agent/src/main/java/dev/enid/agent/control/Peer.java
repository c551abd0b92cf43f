package dev.enid.agent.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Who is at the other end of a connection, by SO_PEERCRED: the kernel says it, not the client. */
record Peer(UnixDomainPrincipal who) {

    private static final Path GROUPS = Path.of("/etc/group");

    static Peer of(SocketChannel channel) throws IOException {
        return new Peer(channel.getOption(ExtendedSocketOptions.SO_PEERCRED));
    }

    /** For messages. */
    String name() {
        return who.user().getName();
    }

    /**
     * Whether it may have things changed: root, the daemon's own user, or a member of the group, be it by its own group or as
     * /etc/group lists it. Other directories are not asked: that may take long, and the answer may come from afar.
     */
    boolean mayChange(Optional<String> group) throws IOException {
        UserPrincipalLookupService names = Path.of("/").getFileSystem().getUserPrincipalLookupService();
        UserPrincipal root = names.lookupPrincipalByName("0");
        UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
        if (who.user().equals(root) || who.user().equals(self)) {
            return true;
        }
        if (group.isEmpty()) {
            return false;
        }
        return who.group().getName().equals(group.get()) || isListed(group.get());
    }

    private boolean isListed(String group) throws IOException {
        for (String line : Files.readAllLines(GROUPS, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 4
                    && fields[0].equals(group)
                    && List.of(fields[3].split(",", -1)).contains(name())) {
                return true;
            }
        }
        return false;
    }
}
