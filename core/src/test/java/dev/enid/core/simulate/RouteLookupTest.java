package dev.enid.core.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Ip;
import dev.enid.core.world.IpScript;
import org.junit.jupiter.api.Test;

/** Where packets go. */
class RouteLookupTest {

    private final IpScript host = IpScript.born()
            .run(
                    "link add eth0 address 02:00:00:00:00:05",
                    "link add eth1 address 02:00:00:00:00:06",
                    "link set eth0 up",
                    "link set eth1 up",
                    "address add 10.0.1.10/24 dev eth0",
                    "address add 2001:db8:0:1::10/64 dev eth0",
                    "address add 10.0.2.20/24 dev eth1",
                    "address add 2001:db8:0:2::20/64 dev eth1",
                    "route add default via 10.0.1.1 metric 100",
                    "route add default via fe80::1 dev eth0 metric 100");

    private static Flow to(String ip) {
        return Flow.to(Ip.parse(ip));
    }

    private static Flow flow(String from, String to) {
        return Flow.of(Ip.parse(from), Ip.parse(to));
    }

    private Trace trace(Flow flow) {
        return RouteLookup.lookup(host.state(), flow);
    }

    private String verdict(Flow flow) {
        return trace(flow).verdict().words(host.state());
    }

    @Test
    void withoutRulesTheSourceDecidesNothing() {
        assertThat(verdict(flow("10.0.2.20", "192.0.2.1")))
                .isEqualTo("leaves by eth0 via 10.0.1.1 with source 10.0.2.20");
    }

    @Test
    void aRuleByTheSourceLeadsToItsTable() {
        host.run("route add default via 10.0.2.1 table 10001", "rule add from 10.0.2.20 lookup 10001 pref 10001");

        Trace trace = trace(flow("10.0.2.20", "192.0.2.1"));

        assertThat(trace.words(host.state()))
                .containsExactly(
                        "rule 0: from all lookup local: yes, but the table has no route to 192.0.2.1",
                        "rule 10001: from 10.0.2.20 lookup 10001: yes, route default via 10.0.2.1 dev eth1 table 10001",
                        "the packet leaves by eth1 via 10.0.2.1 with source 10.0.2.20");
        assertThat(trace(flow("10.0.1.10", "192.0.2.1")).words(host.state()))
                .contains("rule 10001: from 10.0.2.20 lookup 10001: no, the packet is from 10.0.1.10");
    }

    @Test
    void aPacketWithoutASourceIsLookedUpAgainWithTheOneItGets() {
        host.run(
                "route add 198.51.100.0/24 via 10.0.1.1 src 10.0.2.20",
                "route add default via 10.0.2.1 table 10001",
                "rule add from 10.0.2.20 lookup 10001 pref 10001");

        Trace trace = trace(to("198.51.100.7"));

        assertThat(trace.verdict().words(host.state())).isEqualTo("leaves by eth0 via 10.0.1.1 with source 10.0.2.20");
        assertThat(trace.sent().words(host.state())).isEqualTo("leaves by eth1 via 10.0.2.1 with source 10.0.2.20");
        assertThat(trace.notes()).singleElement().asString().contains("sockets look up again");
    }

    @Test
    void theLongestPrefixWinsThenTheLowestMetric() {
        host.run(
                "route add 192.0.2.0/24 via 10.0.2.1 metric 5000",
                "route add 192.0.2.0/25 via 10.0.1.9 metric 9000",
                "route add 192.0.2.0/24 via 10.0.2.2 metric 4000");

        assertThat(verdict(to("192.0.2.200"))).isEqualTo("leaves by eth1 via 10.0.2.2 with source 10.0.2.20");
        assertThat(verdict(to("192.0.2.100"))).isEqualTo("leaves by eth0 via 10.0.1.9 with source 10.0.1.10");
    }

    @Test
    void aThrowRouteSendsBackToTheRules() {
        host.run(
                "route add 10.0.0.0/8 dev eth1 table 9999",
                "route add throw 10.0.1.0/24 table 9999",
                "rule add from all lookup 9999 pref 9999");

        assertThat(verdict(to("10.0.1.77"))).isEqualTo("leaves by eth0 with source 10.0.1.10");
        assertThat(verdict(to("10.3.0.1"))).isEqualTo("leaves by eth1 with source 10.0.2.20");
    }

    @Test
    void suppressPrefixlengthLetsNoDefaultCountButABlackhole() {
        host.run(
                "route add default via 10.0.2.1 table 100",
                "rule add from all lookup 100 suppress_prefixlength 0 pref 50");
        assertThat(verdict(to("192.0.2.1"))).contains("eth0");

        host.run("route del default via 10.0.2.1 table 100", "route add blackhole default table 100");

        assertThat(verdict(to("192.0.2.1"))).isEqualTo("is barred (blackhole)");
    }

    @Test
    void gotoLeadsOnAndNopDoesNothing() {
        host.run(
                "rule add from all goto 60 pref 50",
                "rule add from all blackhole pref 55",
                "rule add from all nop pref 60",
                "rule add from all goto 70 pref 65",
                "rule add to 192.0.2.1 prohibit pref 80");

        Trace trace = trace(to("192.0.2.1"));

        assertThat(trace.verdict()).isEqualTo(new Verdict.Barred(Verdict.Bar.PROHIBIT));
        assertThat(trace.words(host.state()))
                .contains(
                        "rule 50: from all goto 60: yes, goes on with rule 60",
                        "rule 60: from all nop: yes, does nothing",
                        "rule 65: from all goto 70: yes, but there is no rule 70")
                .noneMatch(line -> line.startsWith("rule 55"));
    }

    @Test
    void selectorsByMarkLinkAndOppositeAreTold() {
        host.run(
                "route add default via 10.0.2.1 table 100",
                "rule add from all fwmark 0x1000000/0x7f000000 lookup 100 pref 50",
                "rule add not from 10.0.0.0/8 lookup 100 pref 51",
                "rule add from all iif eth1 lookup 100 pref 52",
                "rule add from all oif eth1 lookup 100 pref 53");

        assertThat(verdict(flow("10.0.1.10", "192.0.2.1").withMark(0x81000005))).contains("eth1");
        assertThat(verdict(flow("10.0.1.10", "192.0.2.1").withMark(0x02000000))).contains("eth0");
        assertThat(verdict(flow("172.16.0.1", "192.0.2.1"))).contains("eth1");
        assertThat(verdict(to("192.0.2.1")))
                .as("no source is not in 10.0.0.0/8")
                .contains("eth1");
        assertThat(verdict(flow("10.0.1.10", "192.0.2.1").withOif("eth1"))).contains("eth1 via 10.0.2.1");
        assertThat(verdict(flow("10.0.1.10", "192.0.2.1").withIif("eth0"))).contains("dropped");
    }

    @Test
    void aRuleThatCannotBeJudgedIsTakenNotToMatchAndSaid() {
        host.run("rule add from all uidrange 1000-1000 lookup 100 pref 50");

        Trace trace = trace(to("192.0.2.1"));

        assertThat(trace.certain()).isFalse();
        assertThat(trace.notes()).singleElement().asString().contains("uidrange 1000-1000");
        assertThat(trace.verdict()
                        .leavesBy(host.state().link("eth0").orElseThrow().index()))
                .isTrue();
    }

    @Test
    void aRouteThatCannotBeJudgedIsPassedOverAndSaid() {
        host.run("route add 192.0.2.0/24 via 10.0.2.1 encap");

        assertThat(trace(to("192.0.2.1")).certain()).isFalse();
        assertThat(trace(to("198.51.100.1")).certain()).isTrue();
    }

    @Test
    void theHostsOwnAddressesAreLocal() {
        assertThat(verdict(to("10.0.2.20"))).isEqualTo("is taken by the host, which has the address on eth1");
        assertThat(verdict(to("10.0.2.255"))).isEqualTo("is broadcast on eth1 with source 10.0.2.20");
        assertThat(verdict(to("2001:db8:0:2::20"))).contains("is taken by the host");
    }

    @Test
    void aSocketBoundToALinkUsesItsRoutesAndWithoutThemTakesTheDestinationToBeThere() {
        Trace trace = trace(to("192.0.2.1").withOif("eth1"));

        assertThat(trace.verdict().words(host.state())).isEqualTo("leaves by eth1 with source 10.0.2.20");
        assertThat(trace.notes()).anyMatch(note -> note.contains("takes the destination to be on the link"));
        assertThat(verdict(to("2001:db8:9::1").withOif("eth1"))).isEqualTo("has no route");
        assertThat(verdict(to("192.0.2.1").withOif("eth7"))).isEqualTo("has no route");
    }

    @Test
    void ofAnIpv6HostTheSourceIsTheOneOnTheLinkAndTheNewestThere() {
        assertThat(verdict(to("2001:db8:9::1"))).contains("with source 2001:db8:0:1::10");

        host.run("address add 2001:db8:0:1::11/128 dev eth0 nodad");
        assertThat(verdict(to("2001:db8:9::1"))).contains("with source 2001:db8:0:1::11");

        host.run("address add 2001:db8:0:1::12/128 dev eth0 nodad deprecated");
        assertThat(verdict(to("2001:db8:9::1"))).contains("with source 2001:db8:0:1::11");
    }

    @Test
    void whatComesInIsPassedOnOnlyWhereForwardingIsOn() {
        Flow passing = flow("10.0.2.99", "192.0.2.1").withIif("eth1");
        assertThat(verdict(passing))
                .isEqualTo("is dropped: net.ipv4.conf.eth1.forwarding=0: the host does not pass packets on");

        host.run("sysctl net.ipv4.conf.all.forwarding=1");
        assertThat(verdict(passing)).isEqualTo("leaves by eth0 via 10.0.1.1 with source 10.0.2.99");
    }

    @Test
    void rpFilterDropsWhatCameByAnotherLinkThanTheWayBack() {
        Flow request = flow("192.0.2.1", "10.0.2.20").withIif("eth1");
        assertThat(verdict(request)).contains("is taken by the host");

        host.run("sysctl net.ipv4.conf.eth1.rp_filter=1");
        assertThat(verdict(request))
                .isEqualTo(
                        "is dropped: net.ipv4.conf.eth1.rp_filter is 1 and the way back to 192.0.2.1 leaves by eth0");

        host.run("sysctl net.ipv4.conf.all.rp_filter=2");
        assertThat(verdict(request)).contains("is taken by the host");

        host.run(
                "sysctl net.ipv4.conf.all.rp_filter=1",
                "route add default via 10.0.2.1 table 10001",
                "rule add from 10.0.2.20 lookup 10001 pref 10001");
        assertThat(verdict(request))
                .as("the rule makes the way back the way in")
                .contains("is taken by the host");
    }

    @Test
    void aPacketThatComesInWithTheHostsOwnAddressIsDropped() {
        assertThat(verdict(flow("10.0.1.10", "10.0.2.20").withIif("eth1"))).contains("martian");
    }
}
