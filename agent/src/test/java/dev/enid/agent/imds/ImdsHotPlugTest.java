package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.imds.fake.FakeTiming;
import dev.enid.agent.imds.fake.Misdeed;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault.Kind;
import dev.enid.core.reading.Reading;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A link has appeared: what is read, at what cost, and what is not believed yet. */
class ImdsHotPlugTest {

    @Test
    void aHotPlugTakesSevenRequests() {
        try (Host host = Host.with(fifteenWithout(14))) {
            host.read().fresh();
            host.requests();
            host.imds.metadata().attach(World.eni(14), false);

            assertThat(host.appeared(World.mac(14)).fresh().eni(World.mac(14))).contains(World.eni(14));
            assertThat(host.requests()).isEqualTo(7);
            assertThat(host.fresh().enis()).hasSize(15);
        }
    }

    @Test
    void aHotPlugOfAnEniWithEverythingTakesTwelveRequests() {
        Eni everything = World.full(2, 50, 16, true);
        try (Host host = Host.with(World.ofSize(2), true)) {
            host.read().fresh();
            host.requests();
            host.imds.metadata().attach(everything, true);

            assertThat(host.appeared(World.mac(2)).fresh().eni(World.mac(2))).contains(everything);
            assertThat(host.requests()).isEqualTo(12);
        }
    }

    private static Instance fifteenWithout(int missing) {
        return World.instance(IntStream.range(0, 15)
                .filter(n -> n != missing)
                .mapToObj(n -> World.full(n, 50, 16, false))
                .toArray(Eni[]::new));
    }

    @Test
    void thirteenAtOnceAreReadInOneGo() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.requests();
            host.imds.metadata().show(World.ofSize(15), false);
            Mac[] appeared = IntStream.range(2, 15).mapToObj(World::mac).toArray(Mac[]::new);

            assertThat(host.appeared(appeared).fresh()).isEqualTo(World.ofSize(15));
            assertThat(host.requests()).isEqualTo(13 * 6 + 2);
        }
    }

    @Test
    void anotherEniThatAppearedMeanwhileIsReadInTheSameGo() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.imds.metadata().show(World.ofSize(4), false);

            assertThat(host.appeared(World.mac(2)).fresh()).isEqualTo(World.ofSize(4));
        }
    }

    // C#5373: a hot plug races IMDS, and the ENI is missed.
    @Test
    void aLinkThatImdsDoesNotKnowYetCostsOneRequestEachTime() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            Reading<Instance> before = host.reading;
            host.requests();

            assertThat(host.appeared(World.mac(2)).reading).isEqualTo(before);
            assertThat(host.requests()).isEqualTo(1);

            host.imds.metadata().attach(World.eni(2), false);
            assertThat(host.appeared(World.mac(2)).fresh()).isEqualTo(World.ofSize(3));
        }
    }

    @Test
    void manyLinksThatAreNoEnisCostOneRequestTogether() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.requests();
            Mac[] containers = IntStream.range(50, 90).mapToObj(World::mac).toArray(Mac[]::new);

            assertThat(host.appeared(containers).fresh()).isEqualTo(World.ofSize(2));
            assertThat(host.requests()).isEqualTo(1);
        }
    }

    @Test
    void anEniListedBeforeItIsDescribedWaitsAndIsThenRead() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.imds.metadata().attach(World.eni(2), false).hide(World.mac(2));
            assertThat(host.appeared(World.mac(2)).fresh()).isEqualTo(World.ofSize(2));

            host.imds.metadata().showHidden().hide(World.mac(2), "local-ipv4s");
            host.appeared(World.mac(2));
            assertThat(host.pending(2).kind()).isEqualTo(Kind.NOT_YET);
            assertThat(host.fresh().enis()).isEqualTo(World.ofSize(2).enis());

            host.imds.metadata().showHidden();
            assertThat(host.appeared(World.mac(2)).fresh()).isEqualTo(World.ofSize(3));
        }
    }

    @Test
    void aHotPlugNeverFindsAnEfaOnlyEni() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.imds.metadata().attach(World.bare(2), false);

            host.appeared(World.mac(2)).appeared(World.mac(2));
            assertThat(host.pending(2).detail()).contains("unless the ENI is EFA-only");

            assertThat(host.refresh().fresh().eni(World.mac(2))).contains(World.bare(2));
        }
    }

    @Test
    void anEniDetachedWhileAnotherIsPluggedInIsGone() {
        try (Host host = Host.with(World.ofSize(3))) {
            host.read().fresh();
            host.imds.metadata().detach(World.mac(2)).attach(World.at(3, 0, 2), false);

            assertThat(host.appeared(World.mac(3)).fresh())
                    .isEqualTo(World.instance(World.eni(0), World.eni(1), World.at(3, 0, 2)));
        }
    }

    @Test
    void anEniAttachedAgainAtAnotherIndexIsReadWhole() {
        try (Host host = Host.with(World.ofSize(3))) {
            host.read().fresh();
            host.imds.metadata().attach(World.at(2, 0, 6), false);

            assertThat(host.appeared(World.mac(2)).fresh())
                    .isEqualTo(World.instance(World.eni(0), World.eni(1), World.at(2, 0, 6)));
        }
    }

    @Test
    void aHotPlugKeepsTheTimeOfWhatItDidNotRead() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            Instant earlier = FakeTiming.NOW.minusSeconds(60);
            host.reading = new Reading.Fresh<>(host.fresh(), earlier);
            host.imds.metadata().attach(World.eni(2), false);

            assertThat(host.appeared(World.mac(2)).reading).isEqualTo(new Reading.Fresh<>(World.ofSize(3), earlier));
        }
    }

    @Test
    void aHotPlugAfterAFailureReadsWhatChangedToo() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.imds.times(3, "/macs/", Misdeed.status(500));
            host.refresh().fault();
            Instance changed = World.instance(
                    World.withAddresses(0, 0, 0, List.of(World.address(0, 10), World.address(0, 11))),
                    World.eni(1),
                    World.eni(2));
            host.imds.metadata().show(changed, false);

            assertThat(host.appeared(World.mac(2)).reading).isEqualTo(new Reading.Fresh<>(changed, FakeTiming.NOW));
        }
    }
}
