package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.imds.fake.Misdeed;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import org.junit.jupiter.api.Test;

/** ENIs that lack addresses: IPv6-only, EFA-only, just attached, or wrongly told. E is amazon-ec2-net-utils. */
class ImdsBarenessTest {

    @Test
    void aPrimaryIsNeverTakenForEfaOnly() {
        Instance three = World.ofSize(3);
        try (Host host = Host.with(three)) {
            host.imds.metadata().remove(World.mac(0), "local-ipv4s");

            host.read().assertOnlyPending(0, three);
            host.refresh().assertOnlyPending(0, three);
        }
    }

    // E#161: one answer that is missing removed all secondary addresses.
    @Test
    void anEniNeverLosesAllOfItsIpv4Addresses() {
        Instance two = World.instance(World.eni(0), World.full(1, 20, 0, true));
        try (Host host = Host.with(two)) {
            host.read().fresh();
            host.imds.metadata().remove(World.mac(1), "local-ipv4s");

            host.refresh().assertOnlyPending(1, two);
            host.refresh().assertOnlyPending(1, two);
            host.read().assertOnlyPending(1, two);
            assertThat(host.pending(1).detail()).contains("an ENI keeps its primary IPv4 address");

            host.imds.metadata().show(two, false);
            assertThat(host.refresh().fresh()).isEqualTo(two);
        }
    }

    @Test
    void ipv6OnlyEnisHaveNoLocalIpv4s() {
        Instance dual = World.instance(World.ipv6Only(0), World.ipv6Only(1), World.eni(2));
        try (Host host = Host.with(dual)) {
            assertThat(host.read().fresh()).isEqualTo(dual);
            assertThat(host.refresh().fresh()).isEqualTo(dual);
        }
    }

    @Test
    void anEfaOnlyEniIsFoundAtTheFirstReading() {
        Instance efa = World.instance(World.eni(0), World.bare(1));
        try (Host host = Host.with(efa)) {
            assertThat(host.read().fresh()).isEqualTo(efa);
            assertThat(host.refresh().fresh()).isEqualTo(efa);
        }
    }

    @Test
    void anEniWithoutAddressesIsNotTakenForEfaOnlyWhileItIsNews() {
        Instance efa = World.instance(World.eni(0), World.bare(1));
        try (Host host = Host.with(World.ofSize(1))) {
            host.read().fresh();
            host.imds.metadata().attach(World.bare(1), false);

            host.refresh().assertOnlyPending(1, efa);
            assertThat(host.refresh().fresh()).isEqualTo(efa);
        }
    }

    @Test
    void anEniThatGetsItsAddressesDuringTheReadingIsNotTakenForEfaOnly() {
        Instance two = World.ofSize(2);
        try (Host host = Host.with(two)) {
            host.imds.metadata().attach(World.bare(1), false);
            host.imds.once(
                    World.mac(1) + "/subnet-ipv4-cidr-block",
                    Misdeed.meanwhile(() -> host.imds.metadata().attach(World.eni(1), false)));

            host.read().assertOnlyPending(1, two);
            assertThat(host.refresh().fresh()).isEqualTo(two);
        }
    }

    @Test
    void ipv4AddressesThatComeAfterTheIpv6AddressesAreWaitedFor() {
        Eni dual = World.full(1, 2, 0, true);
        Instance two = World.instance(World.eni(0), dual);
        try (Host host = Host.with(World.ofSize(1))) {
            host.read().fresh();
            host.imds.metadata().attach(dual, false).remove(World.mac(1), "local-ipv4s");

            host.appeared(World.mac(1)).assertOnlyPending(1, two);
            host.imds.metadata().attach(dual, false);
            assertThat(host.appeared(World.mac(1)).fresh()).isEqualTo(two);
        }
    }

    @Test
    void ipv6AddressesAloneAreBelievedInTheEndWhateverTheSubnet() {
        Eni dual = World.full(1, 2, 0, true);
        try (Host host = Host.with(World.ofSize(1))) {
            host.read().fresh();
            host.imds.metadata().attach(dual, false).remove(World.mac(1), "local-ipv4s");

            host.refresh().pending(1);
            assertThat(host.refresh().fresh().eni(World.mac(1)).orElseThrow().ipv6())
                    .isEqualTo(dual.ipv6());
            assertThat(host.refresh().fresh().pending()).isEmpty();
        }
    }
}
