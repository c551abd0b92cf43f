package dev.enid.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.host.Host;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Route;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** In which order things are done, and what is withheld, so that the host stays reachable after each step. */
class PlannerTest {

    @Test
    void thePrimaryHasItsRuleBeforeTheLinkOfAnotherEniWakes() {
        // The kernel routes 10.0.1.0/24 by eth1 with metric 0 as soon as that is up.
        Host host = Host.withPrimary().attached(1, "10.0.1.0/24", "10.0.1.20").address("eth1", "10.0.1.20", 24);

        assertThat(host.planned())
                .containsSubsequence(
                        "+ rule 10000: from 10.0.1.10 lookup 10000",
                        "~ link eth1 up mtu 9001 altname device-number-1 altname eni-00000001");
    }

    @Test
    void aTableIsCompleteBeforeARuleLeadsToItAndMainComesLast() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .otherLink(20, "wg0", "wireguard")
                .route("10.0.0.0/8", "", "wg0", Route.MAIN, 0, Route.PROTOCOL_STATIC);

        assertThat(host.planned())
                .containsSubsequence(
                        "+ route throw 10.0.1.0/24 table 9999",
                        "+ route 10.0.0.0/8 dev wg0 table 9999",
                        "+ rule 9999: from all lookup 9999",
                        "+ route 10.0.1.0/24 dev eth0 table 10000 src 10.0.1.10",
                        "+ route default via 10.0.1.1 dev eth0 table 10000",
                        "+ rule 10000: from 10.0.1.10 lookup 10000",
                        "+ route 10.0.2.0/24 dev eth1 table 10001 src 10.0.2.20",
                        "+ route default via 10.0.2.1 dev eth1 table 10001",
                        "+ rule 10001: from 10.0.2.20 lookup 10001",
                        "+ route 10.0.2.0/24 dev eth1 src 10.0.2.20 metric 101");
    }

    @Test
    void theLastIpv4AddressOfALinkStaysWhereSomeonesRouteNeedsIt() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .converged()
                .route("198.51.100.0/24", "10.0.2.1", "eth1", Route.MAIN, 0, Route.PROTOCOL_STATIC)
                .converged()
                .settings(ignoring("eth1"));

        assertThat(host.planned())
                .contains("- rule 10001: from 10.0.2.20 lookup 10001")
                .noneMatch(line -> line.contains("address"));
        assertThat(host.withheld()).containsExactly("- address 10.0.2.20/24 dev eth1 noprefixroute (foreign)");
    }

    @Test
    void anAddressGoesWhereAnotherKeepsTheRoutes() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .converged()
                .route("198.51.100.0/24", "10.0.2.1", "eth1", Route.MAIN, 0, Route.PROTOCOL_STATIC)
                .converged()
                .address("eth1", "192.168.9.9", 32)
                .settings(ignoring("eth1"));

        assertThat(host.planned()).contains("- address 10.0.2.20/24 dev eth1 noprefixroute");
        assertThat(host.withheld()).isEmpty();
    }

    @Test
    void theFirstIpv6AddressOfThePrimaryStaysWhoeverPutItThere() {
        Host host = Host.withPrimary()
                .eni(0, "10.0.1.0/24 2001:db8:0:1::/64", "10.0.1.10", "2001:db8:0:1::10", "2001:db8:0:1::11")
                .converged()
                .settings(ignoring("eth0"));

        assertThat(host.planned()).containsExactly("- address 2001:db8:0:1::11/128 dev eth0 noprefixroute nodad");
        assertThat(host.withheld())
                .containsExactly("- address 2001:db8:0:1::10/128 dev eth0 noprefixroute nodad (management-path)");
    }

    @Test
    void aVlanWithTheAddressOfThePrimaryIsNotTakenForIt() {
        Host host = Host.withPrimary()
                .eni(0, "10.0.1.0/24 2001:db8:0:1::/64", "10.0.1.10", "2001:db8:0:1::10")
                .converged()
                .settings(ignoring("eth0"));
        Link eth0 = host.state().link("eth0").orElseThrow();
        Link vlan = new Link(
                9,
                "eth0.5",
                "vlan",
                Optional.of(Host.mac(0)),
                Optional.empty(),
                1500,
                0,
                true,
                true,
                false,
                0,
                eth0.index(),
                false,
                new TreeSet<>());

        // The dump tells the VLAN first.
        host.remove(eth0).put(vlan).put(eth0);

        assertThat(host.withheld())
                .containsExactly("- address 2001:db8:0:1::10/128 dev eth0 noprefixroute nodad (management-path)");
    }

    private static Settings ignoring(String name) {
        return new Settings(List.of(EniSelector.parse(name)), new TreeSet<>(), true, false, 9001);
    }
}
