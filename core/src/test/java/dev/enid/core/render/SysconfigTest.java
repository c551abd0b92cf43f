package dev.enid.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.host.Host;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** ifcfg files, of the RHEL family and of SLES. */
class SysconfigTest {

    private static final String SCRIPTS = "/etc/sysconfig/network-scripts/";
    private static final String NETWORK = "/etc/sysconfig/network/";
    private static final SortedSet<String> NONE = new TreeSet<>();
    private static final HostEnvironment AMAZON_LINUX_2 =
            new HostEnvironment(new TreeMap<>(Map.of("ID", "amzn", "VERSION_ID", "2")), NONE, FoundFiles.NONE);
    private static final HostEnvironment SLES_15 =
            new HostEnvironment(new TreeMap<>(), set(HostEnvironment.WICKED), FoundFiles.NONE);
    private static final HostEnvironment SLES_11 =
            new HostEnvironment(new TreeMap<>(), set(HostEnvironment.SLES_IFUP), FoundFiles.NONE);

    private static HostNetwork network(Backend backend, HostEnvironment environment) {
        Host host = Host.withPrimary()
                .attached(
                        1,
                        "10.0.2.0/24 2001:db8:2::/64",
                        "10.0.2.20",
                        "10.0.2.21",
                        "10.0.2.32/28",
                        "2001:db8:2::20",
                        "2001:db8:2::21");
        List<EniNetwork> enis = Handing.of(host.snapshot(), host.desired(), Settings.DEFAULT.with(backend))
                .network()
                .enis();
        return new HostNetwork(Optional.of("eth0"), enis, environment);
    }

    private static String text(Renderer renderer, HostNetwork network, String path) {
        HostFile file = Objects.requireNonNull(renderer.files(network).files().get(path), path);
        return file.text();
    }

    private static SortedSet<String> set(String... names) {
        return new TreeSet<>(List.of(names));
    }

    private static HostEnvironment with(HostEnvironment environment, FoundFile... files) {
        return new HostEnvironment(environment.osRelease(), environment.present(), FoundFiles.of(List.of(files)));
    }

    private static FoundFile found(String path, String text) {
        return new FoundFile(path, FoundFile.Kind.REGULAR, 0644, 0, text);
    }

    @Test
    void anEniIsFiveFilesForNetworkScripts() {
        HostNetwork network = network(Backend.IFCFG, AMAZON_LINUX_2);
        Ifcfg scripts = new Ifcfg();
        String marker = "# Written by enid, backend ifcfg, for eni-00000001 on eth1; what is changed here is lost, see"
                + " backend in enid.toml.\n";

        assertThat(scripts.files(network).files().keySet())
                .containsExactly(
                        SCRIPTS + "ifcfg-eth1",
                        SCRIPTS + "route-eth1",
                        SCRIPTS + "route6-eth1",
                        SCRIPTS + "rule-eth1",
                        SCRIPTS + "rule6-eth1");
        assertThat(text(scripts, network, SCRIPTS + "ifcfg-eth1")).isEqualTo(marker + """
                                # To keep enid off this file and off eth1, say EC2SYNC=no.
                                DEVICE=eth1
                                HWADDR=02:00:00:00:00:01
                                TYPE=Ethernet
                                ONBOOT=yes
                                NM_CONTROLLED=no
                                BOOTPROTO=none
                                DEFROUTE=no
                                PEERDNS=no
                                NOZEROCONF=yes
                                MTU=9001
                                SCOPE="scope global noprefixroute"
                                IPADDR0=10.0.2.20
                                PREFIX0=24
                                ARPCHECK0=no
                                IPADDR1=10.0.2.21
                                PREFIX1=32
                                ARPCHECK1=no
                                IPV6INIT=yes
                                IPV6_AUTOCONF=no
                                IPV6ADDR=2001:db8:2::20/128
                                IPV6ADDR_SECONDARIES=2001:db8:2::21/128
                                EC2SYNC=yes
                                MAINROUTETABLE=yes
                                """);
        assertThat(text(scripts, network, SCRIPTS + "route-eth1")).isEqualTo(marker + """
                                10.0.2.0/24 dev eth1 table 10001 src 10.0.2.20 proto 236
                                default via 10.0.2.1 dev eth1 onlink table 10001 proto 236
                                default via 10.0.2.1 dev eth1 onlink table main src 10.0.2.20 metric 101 proto 236
                                10.0.2.0/24 dev eth1 table main src 10.0.2.20 metric 101 proto 236
                                """);
        assertThat(text(scripts, network, SCRIPTS + "route6-eth1")).isEqualTo(marker + """
                                2001:db8:2::/64 dev eth1 table 10001 src 2001:db8:2::20 metric 1024 proto 236
                                fe80::/64 dev eth1 table 10001 metric 1024 proto 236
                                default via fe80:ec2::1 dev eth1 onlink table 10001 metric 1024 proto 236
                                default via fe80:ec2::1 dev eth1 onlink table main src 2001:db8:2::20 metric 1025 proto 236
                                2001:db8:2::/64 dev eth1 table main src 2001:db8:2::20 metric 1025 proto 236
                                """);
        assertThat(text(scripts, network, SCRIPTS + "rule-eth1")).isEqualTo(marker + """
                                pref 10001 from 10.0.2.20 lookup 10001 proto 236
                                pref 10001 from 10.0.2.21 lookup 10001 proto 236
                                pref 10001 from 10.0.2.32/28 lookup 10001 proto 236
                                """);
        assertThat(text(scripts, network, SCRIPTS + "rule6-eth1")).isEqualTo(marker + """
                                pref 10001 from 2001:db8:2::20 lookup 10001 proto 236
                                pref 10001 from 2001:db8:2::21 lookup 10001 proto 236
                                """);
    }

    @Test
    void oldIproute2GetsRulesThatItUnderstands() {
        for (String version : List.of("7.9", "6.10", "2018.03")) {
            HostEnvironment old =
                    new HostEnvironment(new TreeMap<>(Map.of("VERSION_ID", version)), NONE, FoundFiles.NONE);
            assertThat(text(new Ifcfg(), network(Backend.IFCFG, old), SCRIPTS + "rule-eth1"))
                    .contains("pref 10001 from 10.0.2.20 lookup 10001\n");
        }
    }

    @Test
    void anEniIsThreeFilesForWicked() {
        HostNetwork network = network(Backend.SLES, SLES_15);
        Sles sles = new Sles();
        String marker = "# Written by enid, backend sles, for eni-00000001 on eth1; what is changed here is lost, see"
                + " backend in enid.toml.\n";

        assertThat(sles.files(network).files().keySet())
                .containsExactly(NETWORK + "ifcfg-eth1", NETWORK + "ifroute-eth1", NETWORK + "ifrule-eth1");
        assertThat(text(sles, network, NETWORK + "ifcfg-eth1")).isEqualTo(marker + """
                                # To keep enid off this file and off eth1, add a line that says: # EC2SYNC=no
                                STARTMODE=hotplug
                                BOOTPROTO=static
                                MTU=9001
                                CHECK_DUPLICATE_IP=no
                                IPADDR_0=10.0.2.20/24
                                IPADDR_1=10.0.2.21/32
                                IPADDR_2=2001:db8:2::20/128
                                IPADDR_3=2001:db8:2::21/128
                                """);
        assertThat(text(sles, network, NETWORK + "ifroute-eth1")).isEqualTo(marker + """
                                10.0.2.0/24 - - eth1 table 10001 src 10.0.2.20 proto 236
                                default 10.0.2.1 - eth1 table 10001 proto 236
                                default 10.0.2.1 - eth1 table main src 10.0.2.20 metric 101 proto 236
                                10.0.2.0/24 - - eth1 table main src 10.0.2.20 metric 101 proto 236
                                2001:db8:2::/64 - - eth1 table 10001 src 2001:db8:2::20 metric 1024 proto 236
                                fe80::/64 - - eth1 table 10001 metric 1024 proto 236
                                default fe80:ec2::1 - eth1 table 10001 metric 1024 proto 236
                                default fe80:ec2::1 - eth1 table main src 2001:db8:2::20 metric 1025 proto 236
                                2001:db8:2::/64 - - eth1 table main src 2001:db8:2::20 metric 1025 proto 236
                                """);
        assertThat(text(sles, network, NETWORK + "ifrule-eth1")).isEqualTo(marker + """
                                ipv4 from 10.0.2.20 table 10001 pref 10001
                                ipv4 from 10.0.2.21 table 10001 pref 10001
                                ipv4 from 10.0.2.32/28 table 10001 pref 10001
                                ipv6 from 2001:db8:2::20 table 10001 pref 10001
                                ipv6 from 2001:db8:2::21 table 10001 pref 10001
                                """);
    }

    /** Files beside this class, so that they are looked at as shell. */
    private static String golden(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(SysconfigTest.class.getResourceAsStream("sles/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theScriptsOfSles11AreGivenOneThatReadsRules() throws Exception {
        HostNetwork network = network(Backend.SLES, SLES_11);
        HostFile up = Objects.requireNonNull(new Sles().files(network).files().get(NETWORK + "if-up.d/enid"));

        assertThat(up.mode()).isEqualTo(0755);
        assertThat(up.text()).isEqualTo(golden("if-up.sh"));
        assertThat(text(new Sles(), network, NETWORK + "if-down.d/enid")).isEqualTo(golden("if-down.sh"));
        assertThat(new Sles().files(network(Backend.SLES, SLES_15)).files()).doesNotContainKey(up.path());
        HostNetwork without = new HostNetwork(Optional.of("eth0"), List.of(), SLES_11);
        assertThat(new Sles().files(without).files()).isEmpty();
    }

    @Test
    void whatSomeoneElseSaysOfALinkIsNotAddedTo() {
        HostEnvironment theirs = with(AMAZON_LINUX_2, found(SCRIPTS + "ifcfg-eth1", "DEVICE=eth1\nBOOTPROTO=dhcp\n"));
        assertThat(new Ifcfg().files(network(Backend.IFCFG, theirs)).files().keySet())
                .containsExactly(SCRIPTS + "ifcfg-eth1");

        HostEnvironment wicked = with(SLES_15, found(NETWORK + "ifcfg-eth1", "BOOTPROTO='dhcp'\n"));
        assertThat(new Sles().files(network(Backend.SLES, wicked)).files().keySet())
                .containsExactly(NETWORK + "ifcfg-eth1");
    }

    @Test
    void linksComeAndGoByName() {
        Bringing bringing = new Bringing(set("eth2"), set("eth1"), set("eth3"), set("eth4"), NONE);

        assertThat(new Ifcfg().before(bringing)).containsExactly(Command.of("ifdown", "eth4"));
        assertThat(new Ifcfg().after(bringing)).containsExactly(Command.of("ifup", "eth1"), Command.of("ifup", "eth2"));
        assertThat(new Sles().before(bringing)).containsExactly(Command.of("ifdown", "eth4"));
        assertThat(new Sles().after(bringing)).containsExactly(Command.of("ifup", "eth1"), Command.of("ifup", "eth2"));
        assertThat(new Sles().after(new Bringing(NONE, NONE, set("eth3"), NONE, NONE)))
                .isEmpty();
    }

    @Test
    void whatHadItsFileBeforeIsUp() {
        HostNetwork network = network(Backend.IFCFG, AMAZON_LINUX_2);
        var links = network.enis().stream().map(EniNetwork::link).toList();
        FoundFile ifcfg = found(SCRIPTS + "ifcfg-eth1", text(new Ifcfg(), network, SCRIPTS + "ifcfg-eth1"));
        FoundFile sles = found(NETWORK + "ifcfg-eth1", "");

        assertThat(new Ifcfg().broughtUp(with(AMAZON_LINUX_2, ifcfg), links)).containsExactly("eth1");
        assertThat(new Ifcfg().broughtUp(AMAZON_LINUX_2, links)).isEmpty();
        assertThat(new Sles().broughtUp(with(SLES_15, sles), links)).containsExactly("eth1");
        assertThat(new Sles().broughtUp(with(SLES_15, ifcfg), links)).isEmpty();
    }
}
