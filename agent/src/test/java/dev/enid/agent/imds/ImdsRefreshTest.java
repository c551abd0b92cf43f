package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is asked, and that what changes is seen all the same. */
class ImdsRefreshTest {

    private static Instance fifteen(boolean dual) {
        return World.instance(IntStream.range(0, 15)
                .mapToObj(n -> World.full(n, 50, 16, dual))
                .toArray(Eni[]::new));
    }

    @Test
    void aFullReadingOfOneEniAndOfFifteen() {
        try (Host one = Host.with(World.ofSize(1));
                Host many = Host.with(fifteen(false))) {
            one.read().fresh();
            assertThat(one.requests()).isEqualTo(1 + 3 + 2 + 6);

            assertThat(many.read().fresh()).isEqualTo(fifteen(false));
            assertThat(many.requests()).isEqualTo(1 + 3 + 2 + 15 * 7);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefreshOfFifteenFullEnisTakesSixtyRequestsAtMost(boolean dual) {
        try (Host host = Host.with(fifteen(dual))) {
            host.read().fresh();
            host.requests();
            for (int i = 0; i < 40; i++) {
                assertThat(host.refresh().fresh()).isEqualTo(fifteen(dual));
                assertThat(host.requests()).isBetween(40L, 60L);
            }
            assertThat(host.connections()).isEqualTo(1);
        }
    }

    @Test
    void whatIsToldAgainIsTheSameInstance() {
        try (Host host = Host.with(fifteen(true))) {
            host.read().fresh();
            Instance first = host.refresh().fresh();
            for (int i = 0; i < 20; i++) {
                assertThat(host.refresh().fresh()).isSameAs(first);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyAddressThatChangesIsSeenByTheNextRefresh(boolean dual) {
        try (Host host = Host.with(fifteen(dual))) {
            host.read().fresh();
            for (int n = 0; n < 15; n++) {
                Eni more = World.full(n, 51, 16, dual);
                host.imds.metadata().attach(more, false);
                assertThat(host.refresh().fresh().eni(World.mac(n))).contains(more);
            }
        }
    }

    @Test
    void everyPrefixThatChangesIsSeenByTheNextRefresh() {
        try (Host host = Host.with(fifteen(false))) {
            host.read().fresh();
            for (int n = 0; n < 15; n++) {
                Eni more = World.full(n, 50, 17, false);
                host.imds.metadata().attach(more, false);
                assertThat(host.refresh().fresh().eni(World.mac(n))).contains(more);
            }
        }
    }

    @Test
    void ofPrefixesOfBothFamiliesOnFifteenEnisEachIsSeenWithinFiveRefreshes() {
        try (Host host = Host.with(fifteen(true))) {
            host.read().fresh();
            for (int n = 0; n < 15; n++) {
                Eni more = World.full(n, 50, 17, true);
                host.imds.metadata().attach(more, false);
                int refreshes = 1;
                while (!host.refresh().fresh().eni(World.mac(n)).equals(java.util.Optional.of(more))) {
                    assertThat(++refreshes).isLessThanOrEqualTo(5);
                }
            }
        }
    }

    @Test
    void firstAndLastPrefixAreSeenAtOnceHoweverManyThereAre() {
        List<Eni> enis = new ArrayList<>(fifteen(true).enis());
        enis.set(5, World.full(5, 50, 0, true));
        Instance without = World.instance(enis.toArray(Eni[]::new));
        try (Host host = Host.with(without)) {
            host.read().fresh();
            host.imds.metadata().show(fifteen(true), false);
            assertThat(host.refresh().fresh()).isEqualTo(fifteen(true));
            host.imds.metadata().show(without, false);
            assertThat(host.refresh().fresh()).isEqualTo(without);
        }
    }

    @Test
    void whatAnEniShouldKeepIsReadAgainInTurn() {
        try (Host host = Host.with(World.ofSize(5))) {
            host.read().fresh();
            Instance moved = World.instance(World.eni(0), World.eni(1), World.eni(2), World.eni(3), World.at(4, 0, 9));
            host.imds.metadata().show(moved, false);
            int refreshes = 1;
            while (!host.refresh().fresh().equals(moved)) {
                assertThat(++refreshes).isLessThanOrEqualTo(6);
            }
        }
    }

    @Test
    void anotherInstanceThanBeforeIsReadWhole() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            Instance other = new Instance(
                    "i-00000000",
                    "eu-central-1b",
                    World.instance(World.eni(0), World.at(1, 0, 3)).enis(),
                    List.of());
            host.imds.metadata().show(other, false);
            int refreshes = 1;
            while (!host.refresh().fresh().equals(other)) {
                assertThat(++refreshes).isLessThanOrEqualTo(3);
            }
        }
    }

    @Test
    void enisAttachedAndDetachedAreSeenByARefresh() {
        try (Host host = Host.with(World.ofSize(3))) {
            host.read().fresh();
            host.imds.metadata().attach(World.eni(3), false).detach(World.mac(1));

            assertThat(host.refresh().fresh()).isEqualTo(World.instance(World.eni(0), World.eni(2), World.eni(3)));

            host.imds.metadata().attach(World.at(1, 0, 7), false);
            assertThat(host.refresh().fresh())
                    .isEqualTo(World.instance(World.eni(0), World.eni(2), World.eni(3), World.at(1, 0, 7)));
        }
    }

    @Test
    void aSubnetThatGainsIpv6IsSeenWithTheAddresses() {
        try (Host host = Host.with(World.instance(World.eni(0), World.full(1, 2, 0, false)))) {
            host.read().fresh();
            Instance dual = World.instance(World.eni(0), World.full(1, 2, 0, true));
            host.imds.metadata().show(dual, false);

            assertThat(host.refresh().fresh()).isEqualTo(dual);
        }
    }

    @Test
    void aRefreshBeforeAnyReadingReadsEverything() {
        try (Host host = Host.with(World.ofSize(3))) {
            assertThat(host.refresh().fresh()).isEqualTo(World.ofSize(3));
        }
    }
}
