package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.imds.fake.FakeImds;
import dev.enid.agent.imds.fake.Misdeed;
import dev.enid.core.ip.Ip;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IMDS out, busy, or out of reach: nothing is lost, nobody is hammered, nobody waits for long. */
class ImdsOutageTest {

    @ParameterizedTest
    @CsvSource({"500,SERVER", "502,SERVER", "503,THROTTLED", "429,THROTTLED"})
    void aPassingErrorIsTriedAgainAfterAWait(int status) {
        try (Host host = Host.with(World.ofSize(3))) {
            host.imds.once("/device-number", Misdeed.status(status));

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(3));
            assertThat(host.reader.counts().retries()).isEqualTo(1);
            assertThat(host.time.sleeps())
                    .singleElement()
                    .satisfies(wait -> assertThat(wait).isBetween(Duration.ofMillis(25), Duration.ofMillis(50)));
        }
    }

    @ParameterizedTest
    @CsvSource({"500,SERVER", "502,SERVER", "503,THROTTLED", "429,THROTTLED"})
    void anErrorThatStaysFailsTheReadingAndKeepsTheLastGoodOne(int status, Kind kind) {
        try (Host host = Host.with(World.ofSize(3))) {
            host.read().fresh();
            host.requests();
            host.imds.times(3, "/local-ipv4s", Misdeed.status(status));

            Fault fault = host.refresh().fault();

            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(fault.detail()).contains("" + status);
            assertThat(host.reading.known()).contains(World.ofSize(3));
            assertThat(host.time.sleeps()).hasSize(2);
            assertThat(host.requests()).isLessThan(12);
            assertThat(host.refresh().fresh()).isEqualTo(World.ofSize(3));
        }
    }

    @Test
    void anErrorWithABodyOfMegabytesIsStillThatError() {
        try (Host host = Host.with(World.ofSize(1))) {
            String page = "HTTP/1.1 503 Slow Down\r\nContent-Length: 100000000\r\n\r\n<html>";
            host.imds.times(3, "/local-ipv4s", new Misdeed.Raw(page, true));

            assertThat(host.read().fault().kind()).isEqualTo(Kind.THROTTLED);
        }
    }

    @Test
    void inAnOutageEachReadingTriesOnce() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.imds.times(5, "", new Misdeed.Close());
            host.imds.closeConnections();

            host.refresh().fault();
            assertThat(host.reader.counts().retries()).isEqualTo(2);
            host.refresh().fault();
            Fault fault = host.refresh().fault();
            assertThat(host.reader.counts().retries()).isEqualTo(2);

            assertThat(fault.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(host.reading.known()).contains(World.ofSize(2));
            assertThat(host.refresh().fresh()).isEqualTo(World.ofSize(2));
        }
    }

    @Test
    void nobodyListeningIsSaidWithTheEndpoint() {
        FakeImds gone = FakeImds.start();
        Endpoint endpoint = gone.endpoint();
        gone.close();
        try (Host host = new Host(FakeImds.start(), Host.settings(endpoint))) {
            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(fault.detail()).startsWith("no connection to " + endpoint + ": ");
            assertThat(host.reader.counts()).isEqualTo(new ImdsCounts(0, 0, 2, 0));
        }
    }

    @Test
    void whereTheFirstEndpointIsOutOfReachTheNextIsTriedAndKeptTo() {
        FakeImds ipv4 = FakeImds.start();
        Endpoint outOfReach = ipv4.endpoint();
        ipv4.close();
        FakeImds ipv6 = FakeImds.startAt("::1");
        try (Host host = new Host(ipv6, Host.settings(outOfReach, ipv6.endpoint()))) {
            ipv6.metadata().show(World.ofSize(2), false);

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(2));
            assertThat(host.reader.notes())
                    .containsExactly("IMDS is reached at " + ipv6.endpoint() + ", not at " + outOfReach);
        }
    }

    @Test
    void whereTheDefaultRouteFailsTheHostsOwnAddressesAreConnectedFrom() throws ImdsFailure {
        FakeImds imds = FakeImds.start();
        imds.metadata().show(World.ofSize(1), false);
        // What a default route that does not lead to IMDS comes to: a connection, and nothing over it.
        imds.times(1, "", new Misdeed.Close());
        try (ImdsClient client =
                new ImdsClient(Host.settings(imds.endpoint()), new dev.enid.agent.imds.fake.FakeTiming().timing())) {
            client.sources(List.of(Ip.parse("127.0.0.3"), Ip.parse("127.0.0.4")));
            client.begin("testing");

            assertThat(client.get("mac", "testing")).isEqualTo(Optional.of(World.PRIMARY.toString()));
            assertThat(imds.peers()).containsExactly("127.0.0.1", "127.0.0.3");
            assertThat(client.notes()).singleElement().asString().contains("127.0.0.3");
        }
        imds.close();
        imds.assertAllDone();
    }

    @Test
    void aWholeReadingHasATimeoutOfItsOwn() {
        FakeImds imds = FakeImds.start();
        Duration whole = Duration.ofMillis(600);
        ImdsSettings settings =
                new ImdsSettings(List.of(imds.endpoint()), false, true, Duration.ofMillis(500), 100, whole, 1_000_000);
        try (Host host = new Host(imds, settings)) {
            imds.metadata().show(World.ofSize(1), false);
            imds.times(2, "/mac", new Misdeed.Silence());
            long start = System.nanoTime();

            Fault fault = host.read().fault();

            assertThat(fault.detail()).contains("the whole reading t");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void aBurstBeyondTheRateIsSlowedDown() {
        FakeImds imds = FakeImds.start();
        ImdsSettings settings =
                new ImdsSettings(List.of(imds.endpoint()), false, true, Host.TIMEOUT, 3, Duration.ofMinutes(1), 100);
        try (Host host = new Host(imds, settings)) {
            imds.metadata().show(World.ofSize(30), false);

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(30));
            assertThat(host.requests()).isGreaterThan(180);
            assertThat(host.time.sleeps()).isNotEmpty();
        }
    }

    @Test
    void anInterruptEndsTheReadingAndIsNotLost() {
        try (Host host = Host.with(World.ofSize(1))) {
            host.read().fresh();
            Thread.currentThread().interrupt();

            Fault fault = host.refresh().fault();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(fault.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(host.refresh().fresh()).isEqualTo(World.ofSize(1));
        }
    }
}
