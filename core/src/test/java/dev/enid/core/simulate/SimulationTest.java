package dev.enid.core.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import dev.enid.core.reading.Fault;
import dev.enid.core.world.IpScript;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the kernel does along with what it is asked to do, as seen of Linux 6.18 in a network namespace. */
class SimulationTest {

    private final IpScript host = IpScript.born()
            .run(
                    "link add eth0 address 02:00:00:00:00:05",
                    "link set eth0 up",
                    "link add eth1 address 02:00:00:00:00:06",
                    "link set eth1 up");

    private List<String> routes(String link) {
        KernelState state = host.state();
        int index = state.link(link).orElseThrow().index();
        return state.routes().stream()
                .filter(route -> route.leavesBy(index))
                .map(route -> route.toIproute2(state).substring("route ".length()))
                .toList();
    }

    private Fault refused(String line) {
        return switch (host.one(line)) {
            case Simulated.Refused refused -> refused.fault();
            case Simulated.Done _ -> throw new AssertionError("the kernel refuses: " + line);
        };
    }

    @Test
    void aLinkThatComesUpGetsALinkLocalAddressFromItsMac() {
        assertThat(routes("eth0"))
                .containsExactly(
                        "multicast ff00::/8 dev eth0 table local metric 256",
                        "local fe80::ff:fe00:5 dev eth0 table local",
                        "fe80::/64 dev eth0 metric 256");
    }

    @Test
    void anIpv4AddressBringsItsConnectedBroadcastAndLocalRoutes() {
        host.run("address add 10.0.0.5/24 dev eth0", "address add 10.0.0.6/32 dev eth0");

        assertThat(routes("eth0").subList(3, 7))
                .containsExactly(
                        "local 10.0.0.5 dev eth0 table local src 10.0.0.5",
                        "10.0.0.0/24 dev eth0 src 10.0.0.5",
                        "broadcast 10.0.0.255 dev eth0 table local src 10.0.0.5",
                        "local 10.0.0.6 dev eth0 table local src 10.0.0.6");
    }

    @Test
    void withNoprefixrouteThereIsNoConnectedRouteButABroadcastOne() {
        host.run("address add 10.0.0.5/24 dev eth0 noprefixroute", "address add 2001:db8::5/64 dev eth0 noprefixroute");

        assertThat(routes("eth0").subList(3, 6))
                .containsExactly(
                        "local 10.0.0.5 dev eth0 table local src 10.0.0.5",
                        "broadcast 10.0.0.255 dev eth0 table local src 10.0.0.5",
                        "local 2001:db8::5 dev eth0 table local");
    }

    @Test
    void anIpv6AddressOfOneHostHasAConnectedRouteToo() {
        host.run("address add 2001:db8::6/128 dev eth0 nodad");

        assertThat(routes("eth0")).contains("2001:db8::6 dev eth0 metric 256");
    }

    @Test
    void ofASubnetTheSecondAddressIsSecondaryAndTakesOverWhenTheFirstGoes() {
        host.run("address add 10.0.0.5/24 dev eth0", "address add 10.0.0.7/24 dev eth0");
        assertThat(routes("eth0")).contains("local 10.0.0.7 dev eth0 table local src 10.0.0.5");

        host.run("address del 10.0.0.5/24 dev eth0");

        assertThat(routes("eth0").subList(3, 6))
                .containsExactlyInAnyOrder(
                        "local 10.0.0.7 dev eth0 table local src 10.0.0.7",
                        "10.0.0.0/24 dev eth0 src 10.0.0.7",
                        "broadcast 10.0.0.255 dev eth0 table local src 10.0.0.7");
    }

    @Test
    void anIpv4AddressTakesTheRoutesOfMainThatPreferItAsTheirSource() {
        host.run(
                "address add 10.0.0.5/24 dev eth0",
                "address add 10.0.0.6/32 dev eth0",
                "route add default via 10.0.0.1 src 10.0.0.6",
                "route add default via 10.0.0.1 src 10.0.0.6 table 100",
                "address del 10.0.0.6/32 dev eth0");

        assertThat(routes("eth0"))
                .contains("default via 10.0.0.1 dev eth0 table 100 src 10.0.0.6")
                .doesNotContain("default via 10.0.0.1 dev eth0 src 10.0.0.6");
    }

    @Test
    void anIpv6AddressLeavesItsRoutesWithoutASource() {
        host.run(
                "address add 2001:db8::6/128 dev eth0 nodad",
                "route add default via fe80::1 dev eth0 src 2001:db8::6",
                "address del 2001:db8::6/128 dev eth0");

        assertThat(routes("eth0"))
                .contains("default via fe80::1 dev eth0 metric 1024")
                .noneMatch(route -> route.contains("2001:db8::6"));
    }

    @Test
    void theLastIpv4AddressOfALinkTakesAllIpv4RoutesByItAlong() {
        host.run(
                "address add 10.0.0.5/24 dev eth0",
                "route add default via 10.0.0.1 table 100",
                "route add 192.0.2.0/24 dev eth0",
                "address del 10.0.0.5/24 dev eth0");

        assertThat(routes("eth0"))
                .containsExactly(
                        "multicast ff00::/8 dev eth0 table local metric 256",
                        "local fe80::ff:fe00:5 dev eth0 table local",
                        "fe80::/64 dev eth0 metric 256");
    }

    @Test
    void downTakesRoutesAndIpv6AddressesAndLeavesLocalIpv4Routes() {
        host.run(
                "address add 10.0.0.5/24 dev eth0",
                "address add 2001:db8::5/64 dev eth0",
                "route add default via 10.0.0.1 table 100",
                "route add default via fe80::1 dev eth0 table 100",
                "neighbor add 10.0.0.9 lladdr 02:00:00:00:00:09 dev eth0",
                "link set eth0 down");

        assertThat(routes("eth0")).containsExactly("local 10.0.0.5 dev eth0 table local src 10.0.0.5");
        assertThat(host.state().addresses().stream().map(each -> each.ip().toString()))
                .containsExactly("127.0.0.1", "::1", "fe80::ff:fe00:6", "10.0.0.5");
        assertThat(host.state().neighbors()).isEmpty();

        host.run("link set eth0 up");
        assertThat(routes("eth0"))
                .contains("10.0.0.0/24 dev eth0 src 10.0.0.5", "fe80::/64 dev eth0 metric 256")
                .noneMatch(route -> route.contains("table 100"));
    }

    @Test
    void aRouteWithAnotherHopSurvivesALinkThatGoesDownAndIpv4NotOneThatIsRemoved() {
        host.run(
                "address add 10.0.0.5/24 dev eth0",
                "address add 10.0.2.5/24 dev eth1",
                "route add 10.9.0.0/16 nexthop via 10.0.0.1 nexthop via 10.0.2.1",
                "route add 2001:db8:9::/48 nexthop via fe80::1 dev eth0 nexthop via fe80::2 dev eth1",
                "link set eth1 down");
        assertThat(RouteLookup.lookup(host.state(), Flow.to(dev.enid.core.ip.Ip.parse("10.9.0.1")))
                        .verdict()
                        .words(host.state()))
                .isEqualTo("leaves by eth0 via 10.0.0.1 with source 10.0.0.5");

        host.run("link del eth1");

        assertThat(routes("eth0"))
                .contains("2001:db8:9::/48 via fe80::1 dev eth0 metric 1024")
                .noneMatch(route -> route.startsWith("10.9.0.0/16"));
    }

    @Test
    void twoLinksInOneSubnetHaveAConnectedRouteEach() {
        host.run("address add 10.0.0.5/24 dev eth0", "address add 10.0.0.6/24 dev eth1");

        assertThat(host.state().routes().stream()
                        .filter(route -> route.table() == Route.MAIN)
                        .map(route -> route.toIproute2(host.state())))
                .contains("route 10.0.0.0/24 dev eth0 src 10.0.0.5", "route 10.0.0.0/24 dev eth1 src 10.0.0.6");
    }

    @Test
    void whatIsThereAlreadyIsRefused() {
        host.run(
                "address add 10.0.0.5/24 dev eth0",
                "address add 10.0.0.5/32 dev eth0",
                "address add 2001:db8::5/64 dev eth0",
                "route add default via 10.0.0.1",
                "route add default via fe80::1 dev eth0",
                "rule add from 10.0.0.5 lookup 100 pref 50");

        assertThat(refused("address add 10.0.0.5/24 dev eth0").kind()).isEqualTo(Fault.Kind.EXISTS);
        assertThat(refused("address add 2001:db8::5/128 dev eth0").kind()).isEqualTo(Fault.Kind.EXISTS);
        assertThat(refused("route add default dev eth1").kind()).isEqualTo(Fault.Kind.EXISTS);
        assertThat(refused("route add default via fe80::2 dev eth1 metric 1024").kind())
                .isEqualTo(Fault.Kind.EXISTS);
        assertThat(refused("rule add from 10.0.0.5 lookup 100 pref 50").kind()).isEqualTo(Fault.Kind.EXISTS);
        assertThat(refused("rule add not from 10.0.0.5 lookup 100 pref 50").kind())
                .as("the kernel does not tell a rule from its opposite")
                .isEqualTo(Fault.Kind.EXISTS);
        host.run("rule add from 10.0.0.5 lookup 100 pref 50 proto 236");
    }

    @Test
    void aGatewayHasToBeOnTheLink() {
        host.run(
                "address add 10.0.0.5/24 dev eth0",
                "address add 2001:db8::5/64 dev eth0",
                "route add 10.0.9.0/24 dev eth0 table 102");

        assertThat(refused("route add default via 10.0.9.1 dev eth0").kind()).isEqualTo(Fault.Kind.REFUSED);
        assertThat(refused("route add default via 10.0.0.1 dev eth1").kind()).isEqualTo(Fault.Kind.REFUSED);
        assertThat(refused("route add default via 10.0.0.255 dev eth0").kind()).isEqualTo(Fault.Kind.REFUSED);
        assertThat(refused("route add default via 2001:db8:9::1 dev eth0").kind())
                .isEqualTo(Fault.Kind.REFUSED);
        assertThat(refused("route add default via 2001:db8::5 dev eth0").kind()).isEqualTo(Fault.Kind.REFUSED);
        host.run(
                "route add default via 10.0.9.1 dev eth0 table 102",
                "route add default via 10.0.9.1 dev eth0 onlink table 101",
                "route add default via 2001:db8:9::1 dev eth0 onlink",
                "route add default via fe80::1 dev eth1 metric 5");
    }

    @Test
    void aSourceHasToBeTheHosts() {
        host.run("address add 10.0.0.5/24 dev eth0");

        assertThat(refused("route add 192.0.2.0/24 dev eth0 src 10.9.9.9").detail())
                .contains("10.9.9.9");
        host.run("route add 192.0.2.0/24 dev eth1 src 10.0.0.5");
    }

    @Test
    void aLinkThatIsDownOrGoneTakesNoRoute() {
        host.run("link set eth1 down");

        assertThat(refused("route add 192.0.2.0/24 dev eth1").detail()).contains("eth1 is down");
        KernelState before = host.state();
        KernelState after =
                Simulation.linkRemoved(before, before.link("eth1").orElseThrow().index());
        assertThat(after.sysctls()).hasSizeLessThan(before.sysctls().size());
    }

    @Test
    void ipv6IsRefusedWhereItIsSwitchedOff() {
        host.run("address add 2001:db8::5/64 dev eth0", "sysctl net.ipv6.conf.eth0.disable_ipv6=1");

        assertThat(routes("eth0")).isEmpty();
        assertThat(refused("address add 2001:db8::5/64 dev eth0").kind()).isEqualTo(Fault.Kind.NOT_PERMITTED);
        host.run("sysctl net.ipv6.conf.eth0.disable_ipv6=0");
        assertThat(routes("eth0")).contains("fe80::/64 dev eth0 metric 256");
    }

    @Test
    void anMtuThatTheDeviceDoesNotTakeIsRefusedAndASmallOneTakesIpv6Away() {
        assertThat(refused("link set eth0 mtu 9217").kind()).isEqualTo(Fault.Kind.REFUSED);
        host.run("link set eth0 mtu 1279");
        assertThat(routes("eth0")).isEmpty();
        host.run("link set eth0 mtu 1500");
        assertThat(routes("eth0")).contains("fe80::/64 dev eth0 metric 256");
    }

    @Test
    void anAddressOnALinkThatIsDownGetsItsRoutesWhenTheLinkComesUp() {
        host.run("link set eth1 down", "address add 10.0.2.5/24 dev eth1", "address add 2001:db8:2::5/64 dev eth1");
        assertThat(routes("eth1")).containsExactly("local 10.0.2.5 dev eth1 table local src 10.0.2.5");

        host.run("link set eth1 up");

        assertThat(routes("eth1"))
                .contains(
                        "10.0.2.0/24 dev eth1 src 10.0.2.5",
                        "2001:db8:2::/64 dev eth1 metric 256",
                        "local 2001:db8:2::5 dev eth1 table local");
    }

    @Test
    void rulesStayInTheOrderInWhichTheyAreAsked() {
        host.run(
                "rule add from 10.0.0.5 lookup 101 pref 100",
                "rule add from 10.0.0.6 lookup 102 pref 50",
                "rule add from 10.0.0.7 lookup 103 pref 100",
                "rule add from 2001:db8::5 lookup 103 pref 70");

        assertThat(host.state().rules().stream().map(rule -> rule.toIproute2(host.state())))
                .containsExactly(
                        "rule 0: from all lookup local",
                        "rule 50: from 10.0.0.6 lookup 102",
                        "rule 100: from 10.0.0.5 lookup 101",
                        "rule 100: from 10.0.0.7 lookup 103",
                        "rule 32766: from all lookup main",
                        "rule 32767: from all lookup default",
                        "rule 0: from all lookup local",
                        "rule 70: from 2001:db8::5 lookup 103",
                        "rule 32766: from all lookup main");
        assertThat(refused("rule add from 10.0.0.5 goto 40 pref 55").detail()).contains("forward");
        assertThat(refused("rule del from 10.0.0.5 lookup 101 pref 100 proto 236")
                        .kind())
                .isEqualTo(Fault.Kind.GONE);
    }
}
