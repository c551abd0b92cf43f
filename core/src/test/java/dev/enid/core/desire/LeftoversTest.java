package dev.enid.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.host.Host;
import dev.enid.core.kernel.Route;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What stays although nothing wants it now, and what has to stay along with it. */
class LeftoversTest {

    private static final Settings WITHOUT_ETH0 = ignoring("eth0");
    private static final Settings WITHOUT_ETH1 = ignoring("eth1");

    @Test
    void anOptOutTakesNoAddressAwayBeforeImdsHasSaidWhichEniIsThePrimary() {
        Host host = Host.withPrimary()
                .eni(0, "10.0.1.0/24 2001:db8:0:1::/64", "10.0.1.10", "2001:db8:0:1::10")
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .converged()
                .imdsNeverRead()
                .settings(WITHOUT_ETH0);

        assertThat(host.planned())
                .contains("- rule 10000: from 10.0.1.10 lookup 10000")
                .noneMatch(line -> line.startsWith("- address"));
    }

    @Test
    void aTunnelIsReachedAsLongAsTheRulesOfThePrimaryStay() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .otherLink(20, "wg0", "wireguard")
                .route("10.99.0.0/24", "", "wg0", Route.MAIN, 0, Route.PROTOCOL_KERNEL)
                .converged()
                .imdsOut()
                .settings(WITHOUT_ETH1);

        // Without a fresh reading the primary's rules stay, and they would send what is for wg0 to the gateway.
        assertThat(host.planned())
                .contains("- rule 10001: from 10.0.2.20 lookup 10001")
                .noneMatch(line -> line.contains("10000") || line.contains("9999"));
    }

    @Test
    void aTunnelIsReachedAsLongAsTheRulesOfAnEniStayThatImdsDoesNotDescribe() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .otherLink(20, "wg0", "wireguard")
                .route("10.0.0.0/8", "", "wg0", Route.MAIN, 0, Route.PROTOCOL_STATIC)
                .converged();
        assertThat(host.planned()).isEmpty();

        assertThat(host.pending(1).planned())
                .as("rule 9999, and the subnet of eth1 that is cut out of the tunnel's network")
                .isEmpty();
    }

    @Test
    void someonesRouteInATableOfOursDoesNotSayWhoseTheTableIs() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20")
                .converged()
                .route("198.51.100.0/24", "10.0.1.1", "eth0", 10_001, 0, Route.PROTOCOL_STATIC)
                .unplugged("eth1")
                .imdsOut();

        assertThat(host.planned()).contains("- rule 10001: from 10.0.2.20 lookup 10001");
    }

    @Test
    void theRulesOfAnEniWhoseLinkWasSetDownStayWhileImdsIsOut() {
        Host host = Host.withPrimary()
                .attached(1, "10.0.2.0/24", "10.0.2.20", "10.0.2.32/28")
                .converged();
        // Set down, a link loses its routes and keeps its IPv4 addresses.
        host.state().routes().stream()
                .filter(route -> route.leavesBy(host.index("eth1")))
                .forEach(host::remove);

        assertThat(host.imdsNeverRead().planned()).isEmpty();
    }

    private static Settings ignoring(String name) {
        return new Settings(List.of(EniSelector.parse(name)), new TreeSet<>(), true, false, 9001);
    }
}
