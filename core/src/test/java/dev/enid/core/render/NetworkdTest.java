package dev.enid.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.FileSet;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFile.Kind;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.host.Host;
import dev.enid.core.kernel.Link;
import dev.enid.core.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What networkd is given, and what it is told. */
class NetworkdTest {

    private static final String RUN = "/run/systemd/network/";

    private final Networkd networkd = new Networkd();

    private static Host bothFamilies() {
        return Host.withDefaultMetric(512)
                .attached(
                        1,
                        "10.0.2.0/24 2001:db8:0:2::/64",
                        "10.0.2.20",
                        "10.0.2.21",
                        "10.0.2.128/28",
                        "2001:db8:0:2::20",
                        "2001:db8:0:2::21");
    }

    private static FileSet files(Host host, FoundFile... found) {
        HostNetwork network = network(host);
        return new Networkd().files(new HostNetwork(network.primary(), network.enis(), environment(List.of(found))));
    }

    private static HostNetwork network(Host host) {
        Settings settings = Settings.DEFAULT.with(Backend.NETWORKD);
        Snapshot snapshot = host.settings(settings).snapshot();
        return Handing.of(snapshot, host.desired(), settings).network();
    }

    private static HostEnvironment environment(List<FoundFile> found, String... present) {
        return new HostEnvironment(new TreeMap<>(), new TreeSet<>(Set.of(present)), FoundFiles.of(found));
    }

    private static FoundFile found(String path, String text) {
        return new FoundFile(path, Kind.REGULAR, 0644, 0, text);
    }

    /** Without the line that says whose it is. */
    private static String text(FileSet files, String path) {
        HostFile file = Optional.ofNullable(files.files().get(path)).orElseThrow(() -> new AssertionError(files));
        return file.text().substring(file.text().indexOf('\n') + 1);
    }

    @Test
    void anEniOfBothFamilies() {
        FileSet files = files(bothFamilies());
        assertThat(files.files().keySet())
                .containsExactly(
                        "/run/systemd/network/70-eth1.network",
                        "/run/systemd/network/70-eth1.network.d/ec2net_alias.conf",
                        "/run/systemd/network/70-eth1.network.d/ec2net_policy_4.conf",
                        "/run/systemd/network/70-eth1.network.d/ec2net_policy_6.conf",
                        "/run/systemd/network/70-eth1.network.d/eni.conf",
                        "/run/systemd/networkd.conf.d/enid.conf");
        assertThat(files.files().values())
                .allSatisfy(file -> assertThat(file.mode()).isEqualTo(0644));
        assertThat(text(files, RUN + "70-eth1.network")).isEqualTo("""

                [Match]
                Name=eth1
                MACAddress=02:00:00:00:00:01

                [Network]
                LLMNR=no
                DNSDefaultRoute=yes

                [DHCPv4]
                UseHostname=no
                UseDNS=yes
                UseNTP=yes
                UseDomains=yes

                [DHCPv6]
                UseHostname=no
                UseDNS=yes
                UseNTP=yes
                """);
        assertThat(text(files, RUN + "70-eth1.network.d/eni.conf")).isEqualTo("""

                [Match]
                MACAddress=02:00:00:00:00:01

                [Link]
                MTUBytes=9001

                [Network]
                DHCP=yes
                IPv6AcceptRA=yes
                IPv6DuplicateAddressDetection=0
                KeepConfiguration=dhcp
                LinkLocalAddressing=ipv6

                [DHCPv4]
                RouteTable=10001
                RouteMetric=513
                UseGateway=no
                UseRoutes=no
                RoutesToDNS=no
                RoutesToNTP=no
                UseMTU=no

                [DHCPv6]
                WithoutRA=solicit

                [IPv6AcceptRA]
                RouteTable=10001
                RouteMetric=1025
                UseGateway=no
                UseRoutePrefix=no
                UseMTU=no
                UseAutonomousPrefix=no
                UseOnLinkPrefix=no

                [Route]
                Destination=10.0.2.0/24
                Table=10001
                Scope=link
                PreferredSource=10.0.2.20

                [Route]
                Destination=0.0.0.0/0
                Gateway=10.0.2.1
                GatewayOnLink=yes
                Table=10001
                PreferredSource=10.0.2.20

                [Route]
                Destination=0.0.0.0/0
                Gateway=10.0.2.1
                GatewayOnLink=yes
                Table=254
                Metric=513
                PreferredSource=10.0.2.20

                [Route]
                Destination=10.0.2.0/24
                Table=254
                Metric=513
                Scope=link
                PreferredSource=10.0.2.20

                [Route]
                Destination=2001:db8:0:2::/64
                Table=10001
                Metric=1024
                PreferredSource=2001:db8:0:2::20

                [Route]
                Destination=fe80::/64
                Table=10001
                Metric=1024

                [Route]
                Destination=::/0
                Gateway=fe80:ec2::1
                GatewayOnLink=yes
                Table=10001
                Metric=1024
                PreferredSource=2001:db8:0:2::20

                [Route]
                Destination=::/0
                Gateway=fe80:ec2::1
                GatewayOnLink=yes
                Table=254
                Metric=1025
                PreferredSource=2001:db8:0:2::20

                [Route]
                Destination=2001:db8:0:2::/64
                Table=254
                Metric=1025
                PreferredSource=2001:db8:0:2::20
                """);
    }

    @Test
    void secondaryAddressesAreAliases() {
        assertThat(text(files(bothFamilies()), RUN + "70-eth1.network.d/ec2net_alias.conf"))
                .isEqualTo("""

                        [Address]
                        Address=10.0.2.21/32
                        AddPrefixRoute=no

                        [Address]
                        Address=2001:db8:0:2::21/128
                        AddPrefixRoute=no
                        DuplicateAddressDetection=none
                        """);
    }

    @Test
    void addressesAndPrefixesLeaveByTheirTable() {
        FileSet files = files(bothFamilies());
        assertThat(text(files, RUN + "70-eth1.network.d/ec2net_policy_4.conf")).isEqualTo("""

                [RoutingPolicyRule]
                From=10.0.2.20/32
                Table=10001
                Priority=10001

                [RoutingPolicyRule]
                From=10.0.2.21/32
                Table=10001
                Priority=10001

                [RoutingPolicyRule]
                From=10.0.2.128/28
                Table=10001
                Priority=10001
                """);
        assertThat(text(files, RUN + "70-eth1.network.d/ec2net_policy_6.conf")).isEqualTo("""

                [RoutingPolicyRule]
                From=2001:db8:0:2::20/128
                Table=10001
                Priority=10001

                [RoutingPolicyRule]
                From=2001:db8:0:2::21/128
                Table=10001
                Priority=10001
                """);
    }

    @Test
    void anEniOfOneAddressHasNoAliasesAndAsksForOneFamily() {
        FileSet files = files(Host.withDefaultMetric(512).attached(1, "10.0.2.0/24", "10.0.2.20"));
        assertThat(files.files().keySet())
                .doesNotContain(
                        RUN + "70-eth1.network.d/ec2net_alias.conf", RUN + "70-eth1.network.d/ec2net_policy_6.conf");
        assertThat(text(files, RUN + "70-eth1.network.d/eni.conf"))
                .contains("DHCP=ipv4\nIPv6AcceptRA=no\n")
                .doesNotContain("[IPv6AcceptRA]", "LinkLocalAddressing");
    }

    /** The file would be another one while an address is being put there, and each reload takes the link up anew. */
    @Test
    void whatIsInTheKernelAtTheMomentDoesNotChangeTheFiles() {
        Host host = bothFamilies();
        FileSet before = files(host);
        host.address("eth1", "10.0.2.20", 24)
                .address("eth1", "2001:db8:0:2::20", 128)
                .route("0.0.0.0/0", "10.0.2.1", "eth1", dev.enid.core.kernel.Route.MAIN, 513, 4)
                .route("10.0.2.0/24", "", "eth1", dev.enid.core.kernel.Route.MAIN, 513, 4)
                .route("::/0", "fe80:ec2::1", "eth1", dev.enid.core.kernel.Route.MAIN, 1025, 4);
        assertThat(files(host)).isEqualTo(before);
    }

    @Test
    void besideNetplansFileThereAreOnlyDropIns() {
        FileSet files = files(
                bothFamilies(),
                found(RUN + "10-netplan-eth1.network", "[Match]\nMACAddress=02:00:00:00:00:01\nName=eth1\n"));
        assertThat(files.files().keySet())
                .contains(RUN + "10-netplan-eth1.network.d/eni.conf")
                .doesNotContain(RUN + "10-netplan-eth1.network", RUN + "70-eth1.network");
    }

    @Test
    void beforeAFileForManyLinksThereIsOneOfOurOwn() {
        FileSet files = files(
                bothFamilies(),
                found("/etc/systemd/network/20-wired.network", "[Match]\nName=e*\n[Network]\nDHCP=yes\n"));
        assertThat(files.files().keySet())
                .contains(RUN + "09-enid-eth1.network", RUN + "09-enid-eth1.network.d/eni.conf")
                .doesNotContain(RUN + "20-wired.network.d/eni.conf");
    }

    @Test
    void aHostWithoutSecondaryEnisGetsNothing() {
        assertThat(files(Host.withPrimary())).isEqualTo(FileSet.EMPTY);
    }

    @Test
    void oneReloadForAllAndAnotherTryForWhatIsMissing() {
        assertThat(networkd.after(bringing("eth1 eth2", "", "eth3")))
                .containsExactly(Command.of("networkctl", "reload"));
        assertThat(networkd.after(bringing("", "eth1 eth2", "")))
                .containsExactly(Command.of("networkctl", "reconfigure", "eth1", "eth2"));
        assertThat(networkd.after(bringing("eth2", "eth1", "")))
                .containsExactly(Command.of("networkctl", "reload"), Command.of("networkctl", "reconfigure", "eth1"));
        assertThat(networkd.after(Bringing.NOTHING)).isEmpty();
    }

    private static Bringing bringing(String changed, String again, String gone) {
        return new Bringing(set(changed), set(again), set(""), set(gone), set(""));
    }

    private static SortedSet<String> set(String words) {
        return words.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(words.split(" ")));
    }

    @Test
    void aLinkIsUpByNetworkdsOwnWordAndByAFileOfOurs() {
        Link eth1 = network(bothFamilies()).enis().getFirst().link();
        FoundFile dropIn = found(
                RUN + "10-netplan-eth1.network.d/eni.conf",
                Marker.of(Backend.NETWORKD, Host.id(1), "eth1").line() + "\n");
        assertThat(up(eth1, "configured", "/run/systemd/network/10-netplan-eth1.network", dropIn))
                .containsExactly("eth1");
        assertThat(up(eth1, "configuring", "/run/systemd/network/10-netplan-eth1.network", dropIn))
                .isEmpty();
        assertThat(up(eth1, "configured", "/etc/systemd/network/20-wired.network", dropIn))
                .isEmpty();
    }

    private Set<String> up(Link link, String state, String file, FoundFile dropIn) {
        FoundFile kept = found(
                "/run/systemd/netif/links/" + link.index(),
                "# This is private data. Do not parse.\nADMIN_STATE=" + state + "\nOPER_STATE=routable\nNETWORK_FILE="
                        + file + "\n");
        return networkd.broughtUp(environment(List.of(dropIn, kept)), List.of(link));
    }

    @Test
    void inTheDirectBackendNetworkdKeepsOffAllButThePrimary() {
        HostNetwork network = network(bothFamilies());
        assertThat(new Direct().files(network)).isEqualTo(FileSet.EMPTY);
        FileSet files = new Direct()
                .files(new HostNetwork(
                        network.primary(),
                        network.primaryNames(),
                        List.of(),
                        environment(List.of(), HostEnvironment.NETWORKD_RUNS)));
        assertThat(text(files, RUN + "05-enid.network")).isEqualTo("""

                [Match]
                Driver=ena ixgbevf vif
                Name=!device-number-0 eni-00000000 eth0
                Property=!INTERFACE=eth0

                [Link]
                Unmanaged=yes
                """);
        assertThat(text(files, "/run/systemd/networkd.conf.d/enid.conf")).isEqualTo("""

                [Network]
                ManageForeignRoutes=no
                ManageForeignRoutingPolicyRules=no
                """);
        assertThat(new Direct().after(new Bringing(set(""), set(""), set(""), set(""), set(RUN + "05-enid.network"))))
                .containsExactly(Command.of("networkctl", "reload"));
    }

    /** networkd would let go of the host's own address. */
    @Test
    void whileThePrimaryIsNotKnownNoLinkIsTakenFromNetworkd() {
        assertThat(new Direct()
                        .files(new HostNetwork(
                                Optional.empty(), List.of(), environment(List.of(), HostEnvironment.NETWORKD_RUNS)))
                        .files()
                        .keySet())
                .containsExactly("/run/systemd/networkd.conf.d/enid.conf");
    }
}
