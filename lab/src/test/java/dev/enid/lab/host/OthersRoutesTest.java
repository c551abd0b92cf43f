package dev.enid.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.Machine;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that somebody else made stay, and lead where they led. */
class OthersRoutesTest {

    private static final String PEER_V4 = "203.0.113.10";
    private static final String PEER_V6 = "2001:db8:eeee::10";

    private static final String INNER_V4 = "192.0.2.1";
    private static final String INNER_V6 = "2001:db8:77::1";

    @RegisterExtension
    static final HostLab LAB = HostLab.of(6);

    /** The ways by which VPNs take everything: a better default route, or two halves, which need no better metric. */
    @ParameterizedTest
    @ValueSource(strings = {"default", "halves"})
    void whatTheHostSendsGoesIntoTheVpnAndEveryEniAnswersAllTheSame(String how) throws Exception {
        LabHost host = LAB.host();
        vpn(host);
        for (String destination : how.equals("default")
                ? List.of("default", "::/0")
                : List.of("0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1")) {
            host.ip("route add " + destination + " dev vpn0 metric 50");
        }
        // Without enid the replies of the primary go into the VPN, too.
        host.assertSilent(host.eni(0).ipv4().getFirst());
        host.assertSilent(host.eni(0).ipv6().getFirst());
        assertGoesIntoTheVpn(host);
        Set<String> others = host.others();

        host.attach(1, 2);
        host.start();

        host.awaitReachable(0, 1, 2);
        assertGoesIntoTheVpn(host);
        assertThat(host.others()).isEqualTo(others);
    }

    private static void vpn(LabHost host) throws Exception {
        Machine machine = host.network().machine(HostLab.PEER);
        HostShell peer = new HostShell(machine);
        String end = "vpn0" + host.name();
        host.shell().tunnel("vpn0", machine, end);

        host.ip("link set vpn0 up");
        host.ip("address add " + INNER_V4 + "/30 dev vpn0");
        host.ip("address add " + INNER_V6 + "/64 dev vpn0 nodad");
        peer.ip("link set " + end + " up");
        peer.ip("route replace " + INNER_V4 + " dev " + end);
        peer.ip("-6 route replace " + INNER_V6 + " dev " + end);
        // Linux answers for all of its IPv4 addresses by every link, for those of IPv6 only by the link that has them.
        peer.ip("address add " + PEER_V6 + "/128 dev " + end + " nodad");
        host.ip("route add 169.254.169.254 dev " + host.link(0));
    }

    private static void assertGoesIntoTheVpn(LabHost host) throws Exception {
        assertThat(host.sourceTo(PEER_V4)).isEqualTo(Ip.parse(INNER_V4));
        assertThat(host.sourceTo(PEER_V6)).isEqualTo(Ip.parse(INNER_V6));
    }

    /** The VPC accepts it only by the ENI whose address the host then takes: that one answered. */
    @Test
    void aSpecificRouteByASecondaryEniIsHonoured() throws Exception {
        LabHost host = LAB.host();
        host.attach(1, 2);
        host.start();
        host.awaitReachable(0, 1, 2);
        assertThat(host.sourceTo(PEER_V4)).isEqualTo(host.eni(0).ipv4().getFirst());

        host.ip("route add 203.0.113.0/24 via 10.0.2.1 dev " + host.link(1));
        host.ip("route add 2001:db8:eeee::/48 via fe80:ec2::1 dev " + host.link(1));
        String v4 = host.ip("route show 203.0.113.0/24");
        String v6 = host.ip("-6 route show 2001:db8:eeee::/48");

        assertThat(host.sourceTo(PEER_V4)).isEqualTo(host.eni(1).ipv4().getFirst());
        assertThat(host.sourceTo(PEER_V6)).isEqualTo(host.eni(1).ipv6().getFirst());
        Await.until("the ENI's own table leads there too", () -> {
            String table = host.ip("route show table 10001") + host.ip("-6 route show table 10001");
            return table.contains("203.0.113.0/24 via 10.0.2.1")
                    && table.contains("2001:db8:eeee::/48 via fe80:ec2::1");
        });
        host.awaitConverged();
        host.assertReachable(0, 1, 2);
        assertThat(host.ip("route show 203.0.113.0/24")).isEqualTo(v4);
        assertThat(host.ip("-6 route show 2001:db8:eeee::/48")).isEqualTo(v6);

        host.ip("route delete 203.0.113.0/24");
        Await.until(
                "the copy goes with it",
                () -> !host.ip("route show table 10001").contains("203.0.113.0/24"));
        assertThat(host.sourceTo(PEER_V4)).isEqualTo(host.eni(0).ipv4().getFirst());
    }

    /** What is in the way of one ENI is said, and is in the way of that one only. */
    @Test
    void aForeignRouteInATableOfOursStaysAndIsSaid() throws Exception {
        LabHost host = LAB.host();
        String primary = host.link(0);
        host.ip("route add default via 10.0.1.1 dev " + primary + " table 10001");
        host.ip("-6 route add default via fe80:ec2::1 dev " + primary + " table 10001 metric 1024");
        Set<String> others = host.others();

        host.attach(1, 2);
        host.start();

        host.awaitReachable(0, 2);
        host.assertSilent(host.eni(1).ipv4().getFirst());
        assertThat(host.others()).isEqualTo(others);
        assertThat(String.join("\n", host.status(1).findings()))
                .contains("withheld (foreign)", "default via 10.0.1.1 dev " + primary, "is someone else's and stays");
        assertThat(host.shell().enid("plan"))
                .contains("default via 10.0.2.1 dev " + host.link(1), "is someone else's and stays");

        host.ip("route delete default via 10.0.1.1 dev " + primary + " table 10001");
        host.ip("-6 route delete default via fe80:ec2::1 dev " + primary + " table 10001");
        host.awaitReachable(1);
        host.awaitConverged();
        assertThat(host.status(1).findings()).isEmpty();
    }

    @Test
    void aForeignRuleAtAPriorityOfOursStaysAndHarmsNobody() throws Exception {
        LabHost host = LAB.host();
        host.ip("rule add from 192.0.2.98 lookup 10001 priority 10001");
        host.ip("-6 rule add from 2001:db8:98::1 lookup 10001 priority 10001");
        // Somebody routes the second ENI's address by hand already: nothing is to be made twice.
        String address = host.eni(1).ipv4().getFirst().toString();
        host.ip("rule add from " + address + " lookup 10001 priority 10001");
        Set<String> others = host.others();

        host.attach(1, 2);
        host.start();

        host.awaitReachable(0, 1, 2);
        assertThat(host.others()).isEqualTo(others);
        assertThat(host.ours()).noneMatch(line -> line.contains("from " + address + " lookup"));

        host.detach(1);
        Await.until(
                "what was made for the ENI is gone",
                () -> host.ours().stream().noneMatch(line -> line.contains("10001")));
        assertThat(host.others()).isEqualTo(others);
    }

    /** Like ours in all but the table, which is empty: ours comes after it. */
    @Test
    void aForeignRuleForASourceOfOursStaysBesideOurs() throws Exception {
        LabHost host = LAB.host();
        String address = host.eni(1).ipv4().getFirst().toString();
        host.ip("rule add from " + address + " lookup 77 priority 10001");
        Set<String> others = host.others();

        host.attach(1, 2);
        host.start();

        host.awaitReachable(0, 1, 2);
        assertThat(host.others()).isEqualTo(others);
        assertThat(host.ours()).anyMatch(line -> line.contains("from " + address + " lookup 10001"));
    }
}
