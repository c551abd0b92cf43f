package dev.enid.lab.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.imds.Endpoint;
import dev.enid.agent.imds.ImdsReader;
import dev.enid.agent.imds.ImdsSettings;
import dev.enid.agent.imds.Timing;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Ip;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.lab.fault.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's own reader against this service: what it makes of the truth, and of each fault. */
class AgentReadsTest {

    /** Where the reader's connections come from. */
    private static final String AGENT = "127.0.0.1";

    private ImdsOnLoopback imds;
    private ImdsReader reader;
    private Reading<Instance> nothing;

    @BeforeEach
    void launch() throws IOException {
        imds = new ImdsOnLoopback();
        imds.set(AGENT, Example.withSeveralCards(Example.with(Example.web(), Example.second())));
        reader = new ImdsReader(
                new ImdsSettings(
                        List.of(Endpoint.parse("http://127.0.0.1:" + imds.port())),
                        false,
                        true,
                        Duration.ofMillis(200),
                        2,
                        Duration.ofSeconds(5),
                        10_000),
                Timing.real());
        nothing = new Reading.Missing<>(new Fault(Fault.Kind.UNREACHABLE, "starting", "never read"));
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        imds.close();
    }

    private Instance fresh(Reading<Instance> reading) {
        assertThat(reading.trouble()).isEmpty();
        assertThat(reading).isInstanceOf(Reading.Fresh.class);
        return reading.known().orElseThrow();
    }

    @Test
    void itReadsTheInstanceAsItIs() {
        Instance instance = fresh(reader.read(nothing));
        assertThat(instance.id()).isEqualTo("i-0a1b2c3d4e5f60718");
        assertThat(instance.zone()).isEqualTo("eu-central-1a");
        assertThat(instance.pending()).isEmpty();
        assertThat(instance.enis()).hasSize(2);
        Eni second = instance.eni(Example.SECOND).orElseThrow();
        ImdsEni truth = Example.second();
        assertThat(second.id()).isEqualTo(truth.id());
        assertThat(second.primary()).isFalse();
        assertThat(second.deviceIndex()).isEqualTo(1);
        assertThat(second.ipv4()).isEqualTo(truth.ipv4());
        assertThat(second.ipv6()).isEqualTo(truth.ipv6());
        assertThat(second.prefixes()).isEqualTo(truth.prefixes());
        assertThat(second.subnetV4()).isEqualTo(truth.subnetV4());
        assertThat(second.subnetsV6()).isEqualTo(truth.subnetsV6());
    }

    @Test
    void everythingGoesOverOneConnection() {
        fresh(reader.read(nothing));
        Traffic traffic = imds.server.traffic("i-0a1b2c3d4e5f60718");
        assertThat(traffic.connections()).isEqualTo(1);
        assertThat(traffic.tokens()).isEqualTo(1);
        assertThat(traffic.requests()).isEqualTo(reader.counts().requests());
    }

    @Test
    void aNewEniIsPendingUntilItHasPropagated() {
        imds.fault("propagation 4s");
        Reading<Instance> reading = reader.read(nothing);
        imds.set(
                AGENT,
                Example.with(
                        imds.instanceOf(Ip.parse(AGENT)).orElseThrow(),
                        Example.eni(
                                dev.enid.core.ip.Mac.parse("02:00:5e:00:53:03"),
                                0,
                                2,
                                List.of("10.0.3.30"),
                                List.of(),
                                List.of(),
                                new TreeMap<>())));
        for (int quarter = 0; quarter < 4; quarter++) {
            reading = reader.refresh(reading);
            assertThat(fresh(reading).enis()).as("quarter " + quarter).hasSize(2);
            assertThat(fresh(reading).pending()).hasSize(quarter == 0 ? 0 : 1);
            imds.time.sleep(Duration.ofSeconds(1));
        }
        assertThat(fresh(reader.refresh(reading)).enis()).hasSize(3);
        assertThat(imds.consumed(FaultSpec.Kind.PROPAGATION)).isPositive();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            outage timeout, OUTAGE
            outage reset, OUTAGE
            error 500, ERROR
            throttle 1/s, THROTTLE
            disabled on, DISABLED
            garbage all, GARBAGE
            truncate all, TRUNCATE
            error 404, ERROR
            """)
    void whatGoesWrongLeavesTheLastGoodValue(String fault, FaultSpec.Kind kind) {
        Reading<Instance> good = reader.read(nothing);
        imds.fault(fault);
        Reading<Instance> bad = reader.read(good);
        assertThat(bad).isInstanceOf(Reading.Stale.class);
        assertThat(bad.known()).isEqualTo(good.known());
        assertThat(imds.consumed(kind)).isPositive();
        imds.server.faults().clearAll(Scope.LAB);
        imds.time.sleep(Duration.ofSeconds(10));
        assertThat(fresh(reader.read(bad))).isEqualTo(good.known().orElseThrow());
    }

    @Test
    void aRefusedConnectionLeavesTheLastGoodValue() {
        Reading<Instance> good = reader.read(nothing);
        imds.fault("outage refuse");
        assertThat(reader.read(good)).isInstanceOf(Reading.Stale.class);
        imds.fault("outage off");
        assertThat(fresh(reader.read(good))).isEqualTo(good.known().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            close on, CLOSE
            delay 50ms times 3, DELAY
            error 500 times 1, ERROR
            outage reset times 1, OUTAGE
            tokens unsupported, TOKENS
            """)
    void whatCanBeOvercomeIs(String fault, FaultSpec.Kind kind) {
        imds.fault(fault);
        assertThat(fresh(reader.read(nothing)).enis()).hasSize(2);
        assertThat(imds.consumed(kind)).isPositive();
    }

    @Test
    void aTokenThatBecameInvalidIsReplaced() {
        Reading<Instance> good = reader.read(nothing);
        imds.fault("expire-tokens");
        assertThat(fresh(reader.read(good)).enis()).hasSize(2);
        assertThat(imds.server.traffic("i-0a1b2c3d4e5f60718").tokens()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hostile 02:00:5e:00:53:02/local-ipv4s 10.0.2.20;reboot | HOSTILE
            hostile 02:00:5e:00:53:02/device-number 4294967297     | HOSTILE
            hostile 02:00:5e:00:53:02/local-ipv4s 10.0.2.20\\n 9m  | HOSTILE
            hostile 02:00:5e:00:53:02/interface-id ../../etc       | HOSTILE
            wrong on                                               | WRONG
            """)
    void nothingHostileIsTaken(String fault, FaultSpec.Kind kind) {
        Reading<Instance> good = reader.read(nothing);
        imds.fault(fault);
        Reading<Instance> bad = reader.read(good);
        assertThat(imds.consumed(kind)).isPositive();
        assertThat(bad.known().orElseThrow().enis())
                .as("what is believed is true")
                .allSatisfy(eni -> assertThat(good.known().orElseThrow().enis()).contains(eni));
    }
}
