package dev.enid.lab.imds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.lab.fault.FaultOrder;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTextTest {

    private static FaultOrder<FaultSpec> parse(String line) {
        return FaultText.parse(List.of(line.split(" ", -1)));
    }

    @Test
    void aFaultIsSwitchedOnAndOff() {
        assertThat(parse("outage on"))
                .isEqualTo(new FaultOrder.Set<>(
                        new FaultSpec.Outage(FaultSpec.Outage.Manner.TIMEOUT), OptionalInt.empty()));
        assertThat(parse("outage off")).isEqualTo(new FaultOrder.Clear<>(FaultSpec.Kind.OUTAGE));
        assertThat(parse("off")).isEqualTo(new FaultOrder.ClearAll<>());
        assertThat(parse("delay 200ms times 3"))
                .isEqualTo(new FaultOrder.Set<>(new FaultSpec.Delay(Duration.ofMillis(200)), OptionalInt.of(3)));
        assertThat(parse("propagation 1m"))
                .isEqualTo(new FaultOrder.Set<>(new FaultSpec.Propagation(Duration.ofMinutes(1)), OptionalInt.empty()));
        assertThat(parse("expire-tokens")).isEqualTo(new FaultOrder.Once<>("expire-tokens"));
        assertThat(parse("tokens required")).isEqualTo(new FaultOrder.Clear<>(FaultSpec.Kind.TOKENS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            outge on                      | no fault is called "outge"
            outage                        | expected outage on, timeout, refuse, reset or off
            outage maybe                  | expected outage on, timeout, refuse, reset or off
            outage refuse times 2         | cannot be for a number of requests
            error                         | expected error 503
            error 200                     | an error status is 400 to 599
            error many                    | expected error 503
            delay 200                     | expected delay 200ms
            delay 0ms                     | a time is at least 1ms
            propagation 2000m             | propagation takes at most 60m
            stale yes                     | expected stale on or stale off
            stale on times 2              | cannot be for a number of requests
            throttle 20                   | expected throttle 20/s
            throttle 0/s                  | a rate is at least 1/s
            throttle 5/s keep             | expected throttle 20/s
            hostile local-ipv4s           | expected hostile local-ipv4s 'text'
            hostile local-ipv4s x 5g      | expected hostile local-ipv4s 'text'
            hostile local-ipv4s x 999m    | an answer has at most 256m
            hostile local-ipv4s \\q       | escapes in a text are
            missing /local-ipv4s/         | a key is written as local-ipv4s
            hop-limit 65                  | a hop limit is 1 to 64
            tokens sometimes              | expected tokens required, optional or unsupported
            delay 200ms times 0           | for one request at least
            delay 200ms times few         | expected times 3
            """)
    void whatIsNotUnderstoodSaysWhatWouldBe(String line, String message) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Property(tries = 500)
    void whatIsPrintedCanBeTyped(@ForAll("faults") FaultSpec fault) {
        FaultOrder<FaultSpec> expected = new FaultOrder.Set<>(fault, OptionalInt.empty());
        assertThat(FaultText.parse(shellWords(fault.text()))).isEqualTo(expected);
    }

    /** What a shell makes of a line with at most one text in single quotes. */
    private static List<String> shellWords(String line) {
        int open = line.indexOf('\'');
        if (open < 0) {
            return List.of(line.split(" ", -1));
        }
        int close = line.indexOf('\'', open + 1);
        List<String> words =
                new java.util.ArrayList<>(List.of(line.substring(0, open - 1).split(" ", -1)));
        words.add(line.substring(open + 1, close));
        if (close + 1 < line.length()) {
            words.add(line.substring(close + 2));
        }
        return words;
    }

    @Provide
    Arbitrary<FaultSpec> faults() {
        Arbitrary<Duration> times = Arbitraries.longs().between(1, 3_600_000).map(Duration::ofMillis);
        Arbitrary<KeyPattern> keys = Arbitraries.of(
                        "all", "token", "mac", "local-ipv4s", "02:00:5e:00:53:01/ipv6s", "macs")
                .map(KeyPattern::new);
        return Arbitraries.oneOf(
                Arbitraries.of(FaultSpec.Outage.Manner.class).map(FaultSpec.Outage::new),
                Arbitraries.integers().between(400, 599).map(FaultSpec.ErrorAnswer::new),
                times.map(FaultSpec.Delay::new),
                times.map(FaultSpec.Propagation::new),
                Arbitraries.of(
                        new FaultSpec.Stale(), new FaultSpec.Wrong(), new FaultSpec.Close(), new FaultSpec.Disabled()),
                Combinators.combine(Arbitraries.integers().between(1, 999_999), Arbitraries.of(true, false))
                        .as(FaultSpec.Throttle::new),
                Combinators.combine(
                                keys,
                                Arbitraries.strings().ofMinLength(1).ofMaxLength(30),
                                Arbitraries.integers().between(0, FaultSpec.Hostile.MOST))
                        .as(FaultSpec.Hostile::new),
                keys.map(FaultSpec.Missing::new),
                keys.map(FaultSpec.Truncate::new),
                keys.map(FaultSpec.Garbage::new),
                Arbitraries.of(FaultSpec.TokenUse.Version.class).map(FaultSpec.TokenUse::new),
                Arbitraries.integers().between(1, 64).map(FaultSpec.HopLimit::new));
    }
}
