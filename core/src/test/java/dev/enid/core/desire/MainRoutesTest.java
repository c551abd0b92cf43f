package dev.enid.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.host.Host;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Route;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The subnet of a secondary ENI in the main table: there only where it cannot draw the primary's replies away. */
class MainRoutesTest {

    @Test
    void aPersonWhoOptsThePrimaryOutKeepsItsRepliesToOtherSubnets() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .settings(new Settings(List.of(EniSelector.parse("eth0")), new TreeSet<>(), true, false, 9001));

        assertThat(host.planned())
                .contains("+ route default via 10.0.2.1 dev eth1 src 10.0.2.20 metric 101")
                .noneMatch(line -> line.startsWith("+ route 10.0.2.0/24 dev eth1 src"));
    }

    @Test
    void someoneWhoHoldsTheTableOfThePrimaryLeavesItItsRepliesToOtherSubnets() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .route("0.0.0.0/0", "10.0.2.1", "eth1", 10_000, 0, Route.PROTOCOL_STATIC);

        assertThat(host.planned())
                .noneMatch(line -> line.contains("lookup 10000"))
                .noneMatch(line -> line.startsWith("+ route 10.0.2.0/24 dev eth1 src"));
    }

    @Test
    void aSubnetThatThePrimaryReachesByItsDefaultRouteOnlyIsNotTakenFromIt() {
        // After DHCPv6 the primary has a /128, and the router leads to its neighbors.
        Host host = Host.withPrimary()
                .eni(0, "2001:db8:0:1::/64", "2001:db8:0:1::10")
                .route("::/0", "fe80::1", "eth0", Route.MAIN, 1024, Route.PROTOCOL_RA)
                .attached(1, "2001:db8:0:1::/64", "2001:db8:0:1::20");

        assertThat(host.planned())
                .contains("+ route 2001:db8:0:1::/64 dev eth1 table 10001 src 2001:db8:0:1::20 metric 1024")
                .noneMatch(line -> line.startsWith("+ route 2001:db8:0:1::/64 dev eth1 src"));
    }

    @Test
    void linkLocalNeighborsOfAnEniAreOnItsLinkAndNotBehindItsGateway() {
        Host host = Host.withPrimary().attached(1, "2001:db8:0:2::/64", "2001:db8:0:2::20");

        assertThat(host.planned()).contains("+ route fe80::/64 dev eth1 table 10001 metric 1024");
    }

    /** The kernel takes no route from an address that is in duplicate address detection: EINVAL, for about a second. */
    @Test
    void anAddressThatDhcpv6HasJustPutIsNoSourceYet() {
        Host host = Host.withPrimary()
                .eni(0, "2001:db8:0:1::/64", "2001:db8:0:1::10")
                .attached(1, "2001:db8:0:2::/64", "2001:db8:0:2::20");
        int eth0 = host.state().link("eth0").orElseThrow().index();
        Ip ip = Ip.parse("2001:db8:0:1::10");

        host.put(Address.of(eth0, ip, 128, Address.TENTATIVE, 0));
        assertThat(host.planned())
                .contains("+ route 2001:db8:0:1::/64 dev eth0 table 10000 metric 1024")
                .noneMatch(line -> line.contains("src 2001:db8:0:1::10"));

        host.put(Address.of(eth0, ip, 128, Address.PERMANENT, 0));
        assertThat(host.planned())
                .contains("+ route 2001:db8:0:1::/64 dev eth0 table 10000 src 2001:db8:0:1::10 metric 1024");
    }

    /** The kernel makes one for each IPv6 address that is alone in its network, as DHCPv6 clients and scripts put it. */
    @Test
    void aRouteToAnAddressOfTheHostIsNobodysWill() {
        Host host = Host.withPrimary()
                .attached(1, "2001:db8:0:2::/64", "2001:db8:0:2::20")
                .address("eth1", "2001:db8:0:2::20", 128)
                .route("2001:db8:0:2::20/128", "", "eth1", Route.MAIN, 256, Route.PROTOCOL_KERNEL)
                .route("2001:db8:0:2::99/128", "", "eth1", Route.MAIN, 256, Route.PROTOCOL_STATIC);

        assertThat(host.planned())
                .contains("+ route 2001:db8:0:2::99 dev eth1 table 10001 metric 256")
                .doesNotContain("+ route 2001:db8:0:2::20 dev eth1 table 10001 metric 256");
    }
}
