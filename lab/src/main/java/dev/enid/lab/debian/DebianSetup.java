package dev.enid.lab.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host as it is before its first boot.
 *
 * @param files laid over those of the packages, owned by root
 * @param enid the command line of enid, without its arguments: a JVM, {@code -cp} and so on; the host then has {@code enid},
 *     and sees the JVM and the classes where they are here, but cannot write to them
 */
public record DebianSetup(LinkManager manager, List<LaidFile> files, Optional<List<String>> enid) {

    private static final String DEFAULT_MODE = "rw-r--r--";

    public DebianSetup {
        files = List.copyOf(files);
        enid = enid.map(List::copyOf);
    }

    /**
     * A file.
     *
     * @param path absolute, in the host
     * @param mode as {@code rw-r--r--}
     */
    public record LaidFile(String path, String text, String mode) {
        public LaidFile {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("a file's path begins with /, unlike " + path);
            }
        }
    }

    /** With that manager enabled, and nothing for it to do that it does not do by itself. */
    public static DebianSetup of(LinkManager manager) {
        return new DebianSetup(manager, List.of(), Optional.empty());
    }

    public DebianSetup with(String path, String text) {
        return with(path, text, DEFAULT_MODE);
    }

    /** With a file that has a mode of its own: NetworkManager wants {@code rw-------} of its keyfiles. */
    public DebianSetup with(String path, String text, String mode) {
        List<LaidFile> all = new ArrayList<>(files);
        all.add(new LaidFile(path, text, mode));
        return new DebianSetup(manager, all, enid);
    }

    public DebianSetup withEnid(List<String> command) {
        return new DebianSetup(manager, files, Optional.of(command));
    }

    /** With the link configured by DHCP, as the manager's own documentation says it: both families. */
    public DebianSetup withDhcp(String link) {
        return switch (manager) {
            case NONE -> throw new IllegalStateException("nobody is there to do DHCP on " + link);
            // Its own file is for every ENI.
            case AMAZON_EC2_NET_UTILS -> this;
            case NETWORKD -> with("/etc/systemd/network/10-" + link + ".network", """
                        [Match]
                        Name=%s

                        [Network]
                        DHCP=yes
                        """.formatted(link));
            case IFUPDOWN -> with("/etc/network/interfaces.d/" + link, """
                        auto %1$s
                        iface %1$s inet dhcp
                        iface %1$s inet6 dhcp
                        """.formatted(link));
            case NETWORK_MANAGER ->
                with(
                        "/etc/NetworkManager/system-connections/" + link + ".nmconnection",
                        """
                        [connection]
                        id=%1$s
                        type=ethernet
                        interface-name=%1$s

                        [ipv4]
                        method=auto

                        [ipv6]
                        method=auto
                        """.formatted(link),
                        "rw-------");
        };
    }
}
