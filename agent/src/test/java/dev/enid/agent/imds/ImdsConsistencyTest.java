package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.imds.fake.Misdeed;
import dev.enid.core.inventory.Instance;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What IMDS says while it has not heard everything yet, and what it must not be believed. E is amazon-ec2-net-utils. */
class ImdsConsistencyTest {

    private static final String LIST = "network/interfaces/macs/";

    // E#90: two ENIs with device-number 0 became two default routes.
    @Test
    void deviceNumber0BeforePropagationMakesThatEniWaitAlone() {
        Instance three = World.ofSize(3);
        try (Host host = Host.with(three)) {
            host.imds.metadata().set(World.mac(1), "device-number", "0");

            host.read();

            host.assertOnlyPending(1, three);
            assertThat(host.pending(1))
                    .hasToString(
                            "reading device-number of 02:00:5e:00:53:01: it is 0, which only the primary's is; enid reads it again");

            host.imds.metadata().set(World.mac(1), "device-number", "1");
            assertThat(host.refresh().fresh()).isEqualTo(three);
        }
    }

    // E#104: c6in.32xlarge and the like really have device index 0 on the other cards.
    @Test
    void deviceNumber0OnAnotherCardIsAnIndexLikeAnyOther() {
        Instance cards = World.instance(World.at(0, 0, 0), World.at(1, 0, 1), World.at(2, 1, 0));
        try (Host host = Host.with(cards, true)) {
            assertThat(host.read().fresh()).isEqualTo(cards);
        }
    }

    // E#153, E#157: a card that has not propagated is taken for card 0, and tables collide.
    @ParameterizedTest
    @ValueSource(strings = {"removed", "hidden", "empty"})
    void aNetworkCardThatHasNotPropagatedMakesThatEniWaitAlone(String how) {
        Instance cards = World.instance(World.at(0, 0, 0), World.at(1, 1, 1), World.at(2, 2, 1));
        try (Host host = Host.with(cards, true)) {
            switch (how) {
                case "removed" -> host.imds.metadata().remove(World.mac(2), "network-card");
                case "hidden" -> host.imds.metadata().hide(World.mac(2), "network-card");
                default -> host.imds.metadata().set(World.mac(2), "network-card", "");
            }
            host.read();

            host.assertOnlyPending(2, cards);
            assertThat(host.pending(2).doing()).contains("network-card");

            host.imds.metadata().show(cards, true);
            assertThat(host.refresh().fresh()).isEqualTo(cards);
        }
    }

    @Test
    void aNetworkCardWhereThePrimaryHasNoneMakesThatEniWaitAlone() {
        Instance three = World.ofSize(3);
        try (Host host = Host.with(three)) {
            host.imds.metadata().set(World.mac(1), "network-card", "0");

            host.read();

            host.assertOnlyPending(1, three);
        }
    }

    @Test
    void noNetworkCardForAnyEniMeansOneCard() {
        try (Host host = Host.with(World.ofSize(3), false)) {
            assertThat(host.read().fresh()).isEqualTo(World.ofSize(3));
        }
    }

    @Test
    void theCardsOfAnInstanceAreReadWhenThePrimaryHasOne() {
        Instance many = World.instance(
                World.at(0, 0, 0), World.at(1, 0, 1), World.at(2, 1, 1), World.at(3, 2, 1), World.at(4, 15, 1));
        try (Host host = Host.with(many, true)) {
            assertThat(host.read().fresh()).isEqualTo(many);
            assertThat(host.refresh().fresh()).isEqualTo(many);
        }
    }

    // E#38: the directory answers, a key in it is still 404.
    @ParameterizedTest
    @ValueSource(
            strings = {"device-number", "interface-id", "mac", "local-ipv4s", "subnet-ipv4-cidr-block", "ipv4-prefix"})
    void aListedKeyThatIs404MakesThatEniWaitAlone(String key) {
        Instance three = World.ofSize(3);
        try (Host host = Host.with(three)) {
            host.imds.metadata().hide(World.mac(1), key);

            host.read();

            host.assertOnlyPending(1, three);
            assertThat(host.pending(1))
                    .hasToString("reading " + key
                            + " of 02:00:5e:00:53:01: IMDS lists it and answers 404; enid reads it again");

            host.imds.metadata().show(three, false);
            assertThat(host.refresh().fresh()).isEqualTo(three);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"device-number", "interface-id", "mac", "subnet-ipv4-cidr-block"})
    void aKeyThatIsNotEvenListedMakesThatEniWaitAlone(String key) {
        Instance three = World.ofSize(3);
        try (Host host = Host.with(three)) {
            host.imds.metadata().remove(World.mac(1), key);

            host.read();

            host.assertOnlyPending(1, three);
            assertThat(host.pending(1).doing()).contains(key);
        }
    }

    @Test
    void anEniWhoseDirectoryIs404WaitsAlone() {
        Instance three = World.ofSize(3);
        try (Host host = Host.with(three)) {
            host.imds.metadata().hide(World.mac(2));

            host.read();

            host.assertOnlyPending(2, three);
        }
    }

    @Test
    void aPrimaryThatIsNotDescribedWaitsAlone() {
        Instance three = World.ofSize(3);
        try (Host host = Host.with(three)) {
            host.imds.metadata().hide(World.mac(0), "local-ipv4s");

            host.read();

            host.assertOnlyPending(0, three);

            host.imds.metadata().attach(World.eni(3), false);
            host.appeared(World.mac(3)).assertOnlyPending(0, World.ofSize(4));
        }
    }

    @Test
    void aKnownEniWhoseReadingIsInconsistentWaitsAloneAndComesBack() {
        Instance three = World.ofSize(3);
        try (Host host = Host.with(three)) {
            host.read().fresh();
            host.imds.metadata().hide(World.mac(1), "local-ipv4s");

            host.refresh().assertOnlyPending(1, three);
            host.refresh().assertOnlyPending(1, three);

            host.imds.metadata().showHidden();
            assertThat(host.refresh().fresh()).isEqualTo(three);
        }
    }

    @Test
    void anEniAttachedDuringAReadingIsReadToo() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.imds.once(
                    World.mac(1) + "/local-ipv4s",
                    Misdeed.meanwhile(() -> host.imds.metadata().attach(World.eni(2), false)));

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(3));
        }
    }

    @Test
    void anEniDetachedDuringAReadingIsNotInIt() {
        try (Host host = Host.with(World.ofSize(3))) {
            host.imds.once(
                    World.mac(1) + "/local-ipv4s",
                    Misdeed.meanwhile(() -> host.imds.metadata().detach(World.mac(2))));

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(2));
        }
    }

    @Test
    void aListThatLeavesAnEniOutForAMomentLosesNothing() {
        Instance three = World.ofSize(3);
        try (Host host = Host.with(three)) {
            host.read().fresh();
            String list = World.mac(0) + "/\n" + World.mac(1) + "/";
            host.imds.once(
                    World.mac(2) + "/local-ipv4s", Misdeed.meanwhile(() -> host.imds.once(LIST, Misdeed.body(list))));

            assertThat(host.refresh().fresh()).isEqualTo(three);
        }
    }

    @Test
    void aListThatNeverStopsChangingIsGivenUp() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            AtomicInteger next = new AtomicInteger(2);
            host.imds.times(
                    4,
                    LIST,
                    Misdeed.meanwhile(() -> host.imds.metadata().attach(World.eni(next.getAndIncrement()), false)));

            Fault fault = host.refresh().fault();

            assertThat(fault.kind()).isEqualTo(Kind.NOT_YET);
            assertThat(fault.detail()).contains("changed during each of 3 readings");
            assertThat(host.reading.known()).contains(World.ofSize(2));
        }
    }

    @Test
    void aPrimaryThatIsNotListedFailsTheReading() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.imds.metadata().set("mac", World.mac(7).toString());

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.NOT_YET);
            assertThat(fault.detail()).contains(World.mac(7) + ", is not among those that IMDS lists");
        }
    }

    @Test
    void anEmulatorWithoutAZoneIsGoodEnough() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.imds.metadata().remove("placement/availability-zone");

            assertThat(host.read().fresh().zone()).isEqualTo("unknown");
            assertThat(host.reader.notes()).containsExactly("IMDS does not tell the availability zone");
        }
    }
}
