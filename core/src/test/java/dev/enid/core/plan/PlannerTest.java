package dev.enid.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.host.Host;
import dev.enid.core.kernel.Link;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** In which order things are done, and what is withheld, so that the host stays reachable after each step. */
class PlannerTest {

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
