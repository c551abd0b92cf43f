package dev.enid.core.adopt;

import dev.enid.core.file.FoundFile;
import dev.enid.core.file.Place;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files by which peers are known, and what becomes of each. */
public final class KnownFiles {

    /** What becomes of a file when the peer goes. */
    enum Fate {
        /** It is put aside. */
        AWAY,
        /** A package's own: a file of the same name in /etc goes before it (udev(7)). */
        OVERRIDDEN
    }

    /** @param link the name of the link that it is about; empty for the whole host */
    record Known(FoundFile file, Peer peer, Fate fate, String link, String evidence) {}

    /** @param path with a group {@code link} where it is about one */
    private record Kind(Peer peer, Fate fate, Pattern path, Predicate<FoundFile> mark, String evidence) {}

    private static final String LINK = "(?<link>[A-Za-z0-9._@-]{1,15})";

    private static final List<Kind> KINDS = List.of(
            kind(
                    Peer.NET_UTILS_2,
                    Fate.OVERRIDDEN,
                    "(?:/usr)?/lib/udev/rules\\.d/99-vpc-policy-routes\\.rules",
                    says("policy-routes@"),
                    "it starts policy-routes@ for each interface"),
            kind(
                    Peer.NET_UTILS_2,
                    Fate.AWAY,
                    "/etc/udev/rules\\.d/99-vpc-policy-routes\\.rules",
                    says("policy-routes@"),
                    "it starts policy-routes@ for each interface"),
            kind(
                    Peer.NET_UTILS_2,
                    Fate.AWAY,
                    "/run/systemd/network/70-" + LINK + "\\.network",
                    KnownFiles::leadsToEc2Network,
                    "a link to its 80-ec2.network"),
            kind(
                    Peer.NET_UTILS_2,
                    Fate.AWAY,
                    "/run/systemd/network/70-" + LINK
                            + "\\.network\\.d/(?:eni|ec2net_alias|ec2net_policy_4|ec2net_policy_6)\\.conf",
                    _ -> true,
                    "a drop-in of its setup-policy-routes"),
            kind(
                    Peer.UBUNTU_EC2NET,
                    Fate.AWAY,
                    "/etc/udev/rules\\.d/53-ec2-network-interfaces\\.rules",
                    says("/etc/network/ec2net"),
                    "it runs ec2net.hotplug for each interface"),
            kind(
                    Peer.NET_UTILS_1,
                    Fate.AWAY,
                    "/etc/udev/rules\\.d/53-ec2-network-interfaces\\.rules",
                    says("ec2net"),
                    "it runs ec2net.hotplug for each interface"),
            kind(
                    Peer.UBUNTU_EC2NET,
                    Fate.AWAY,
                    "/etc/network/ec2net(?:\\.hotplug|-functions)(?:\\.sh)?",
                    _ -> true,
                    "its script"),
            kind(
                    Peer.UBUNTU_EC2NET,
                    Fate.AWAY,
                    "/etc/dhcp/dhclient-exit-hooks\\.d/ec2dhcp(?:\\.sh)?",
                    says("ec2net"),
                    "its hook of dhclient"),
            kind(
                    Peer.UBUNTU_EC2NET,
                    Fate.AWAY,
                    "/etc/network/interfaces\\.d/" + LINK + "\\.cfg",
                    says("ec2net"),
                    "it names ubuntu-ec2net as its maker"),
            kind(
                    Peer.NET_UTILS_1,
                    Fate.AWAY,
                    "/etc/sysconfig/network-scripts/ec2net(?:\\.hotplug|-functions)",
                    _ -> true,
                    "its script"),
            kind(
                    Peer.NET_UTILS_1,
                    Fate.AWAY,
                    "/etc/dhcp/dhclient\\.d/ec2dhcp\\.sh",
                    says("ec2"),
                    "its hook of dhclient"),
            kind(
                    Peer.NET_UTILS_1,
                    Fate.AWAY,
                    "/etc/init/elastic-network-interfaces\\.conf",
                    says("ec2"),
                    "its job of upstart"),
            kind(
                    Peer.NET_UTILS_1,
                    Fate.AWAY,
                    "/etc/sysconfig/network-scripts/ifcfg-" + LINK,
                    says("EC2SYNC=yes"),
                    "it says EC2SYNC=yes"),
            kind(
                    Peer.NET_UTILS_1,
                    Fate.AWAY,
                    "/etc/sysconfig/network-scripts/(?:route|rule|route6|rule6)-" + LINK,
                    says(" table 10"),
                    "its tables are 10000 and up"),
            kind(
                    Peer.NET_UTILS_1,
                    Fate.AWAY,
                    "/etc/dhcp/dhclient-" + LINK + "\\.conf",
                    says("supersede dhcp-server-identifier 255.255.255.255"),
                    "it sends DHCP requests to everybody, as its scripts have it"));

    /** Where to look. */
    public static final List<Place> PLACES = List.of(
            new Place("/usr/lib/udev/rules.d", "99-vpc-policy-routes.rules"),
            new Place("/lib/udev/rules.d", "99-vpc-policy-routes.rules"),
            new Place("/etc/udev/rules.d", "{99-vpc-policy-routes,53-ec2-network-interfaces}.rules"),
            new Place("/run/systemd/network", "70-*.network"),
            new Place("/run/systemd/network", "70-*.network.d/*.conf"),
            new Place("/etc/network", "{interfaces,ec2net*}"),
            new Place("/etc/network", "{interfaces.d,if-up.d,if-pre-up.d}/*"),
            new Place("/etc/dhcp", "dhclient-*.conf"),
            new Place("/etc/dhcp", "{dhclient-exit-hooks.d,dhclient.d}/*"),
            new Place("/etc/sysconfig/network-scripts", "*"),
            new Place("/etc/init", "elastic-network-interfaces.conf"),
            new Place("/etc/NetworkManager/dispatcher.d", "*"),
            new Place("/etc", "rc.local"),
            new Place("/etc/rc.d", "rc.local"));

    /** Whose lines may make rules when the host boots, and that nobody but a person may change. */
    private static final Pattern SCRIPTS = Pattern.compile(
            "/etc/(?:rc\\.local|rc\\.d/rc\\.local|network/interfaces|network/interfaces\\.d/.*|network/if-(?:pre-)?up\\.d/.*"
                    + "|NetworkManager/dispatcher\\.d/.*|sysconfig/network-scripts/.*)");

    private KnownFiles() {}

    private static Kind kind(Peer peer, Fate fate, String path, Predicate<FoundFile> mark, String evidence) {
        return new Kind(peer, fate, Pattern.compile(path), mark, evidence);
    }

    private static Predicate<FoundFile> says(String words) {
        return file -> file.kind() == FoundFile.Kind.REGULAR && file.text().contains(words);
    }

    private static boolean leadsToEc2Network(FoundFile file) {
        return file.kind() == FoundFile.Kind.SYMBOLIC_LINK && file.text().endsWith("/80-ec2.network");
    }

    /** What is known of a file; empty for one that is no peer's, and for one of enid's. */
    static Optional<Known> known(FoundFile file) {
        return KINDS.stream().flatMap(kind -> known(kind, file)).findFirst();
    }

    private static Stream<Known> known(Kind kind, FoundFile file) {
        Matcher path = kind.path.matcher(file.path());
        boolean movable = file.kind() == FoundFile.Kind.REGULAR || file.kind() == FoundFile.Kind.SYMBOLIC_LINK;
        if (!path.matches() || !movable || file.marker().isPresent() || !kind.mark.test(file)) {
            return Stream.empty();
        }
        String link = kind.path.pattern().contains("?<link>") ? path.group("link") : "";
        return Stream.of(new Known(file, kind.peer, kind.fate, link, kind.evidence));
    }

    static boolean isScript(FoundFile file) {
        return file.kind() == FoundFile.Kind.REGULAR
                && file.marker().isEmpty()
                && SCRIPTS.matcher(file.path()).matches();
    }
}
