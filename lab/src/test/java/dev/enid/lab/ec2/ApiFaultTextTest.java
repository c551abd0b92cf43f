package dev.enid.lab.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.lab.fault.FaultOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

class ApiFaultTextTest {

    private static final ActionPattern ATTACH = new ActionPattern("AttachNetworkInterface");

    private static FaultOrder<ApiFault> parse(String line) {
        return ApiFaultText.parse(List.of(line.split(" ", -1)));
    }

    private static ApiFault fault(String line) {
        return ((FaultOrder.Set<ApiFault>) parse(line)).fault();
    }

    @Test
    void aFaultIsSwitchedOnAndOff() {
        assertThat(parse("lost response AttachNetworkInterface times 1"))
                .isEqualTo(new FaultOrder.Set<>(
                        new ApiFault.Lost(ApiFault.Lost.Part.RESPONSE, ATTACH), OptionalInt.of(1)));
        assertThat(fault("error InvalidNetworkInterface.InUse Attach*"))
                .isEqualTo(new ApiFault.ErrorAnswer("InvalidNetworkInterface.InUse", new ActionPattern("Attach*")));
        assertThat(fault("slow all 3s")).isEqualTo(new ApiFault.Slow(ActionPattern.ALL, Duration.ofSeconds(3)));
        assertThat(fault("late AttachNetworkInterface 200ms"))
                .isEqualTo(new ApiFault.Late(ATTACH, Duration.ofMillis(200)));
        assertThat(parse("lost off")).isEqualTo(new FaultOrder.Clear<>(ApiFault.Kind.LOST));
        assertThat(parse("off")).isEqualTo(new FaultOrder.ClearAll<>());
    }

    @Test
    void aRateHasAsLargeABurstAsIsSaidOrAsASecondBrings() {
        assertThat(fault("throttle 0.5/s")).isEqualTo(throttle("0.5", 1, ActionPattern.ALL));
        assertThat(fault("throttle 20/s Describe*")).isEqualTo(throttle("20", 20, new ActionPattern("Describe*")));
        assertThat(fault("throttle 5/s burst 50 AttachNetworkInterface")).isEqualTo(throttle("5", 50, ATTACH));
        assertThat(fault("throttle ec2")).isEqualTo(new ApiFault.Throttle(Optional.empty(), ActionPattern.ALL));
    }

    private static ApiFault throttle(String perSecond, int burst, ActionPattern actions) {
        return new ApiFault.Throttle(
                Optional.of(new ApiFault.Throttle.Limit(new BigDecimal(perSecond), burst)), actions);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trottle 1/s                      | no fault is called "trottle"; there are error, lost
            error Describe*                  | expected error RequestLimitExceeded Describe*
            error 503 Describe*              | an error code is written as
            error Unavailable describe-vpcs  | an action is written as AttachNetworkInterface, Describe* or all
            error Unavailable *Vpcs          | an action is written as
            lost packet all                  | expected lost request
            lost response                    | expected lost request
            late 3s                          | expected late AttachNetworkInterface 3s
            slow all 0ms                     | a time is at least 1ms
            throttle                         | expected throttle 5/s
            throttle 0/s                     | a rate is more than 0/s
            throttle 5/s burst 0             | a burst at least 1
            throttle 5/s burst               | an action is written as
            throttle 5/s Describe* Create*   | expected throttle 5/s
            throttle 5/s times 3             | cannot be for a number of requests
            lag 11m                          | answers lag at most 10m
            lag on                           | expected lag 3s
            delay 3s                         | expected delay attach 3s or delay detach 3s
            delay reboot 3s                  | expected delay attach 3s
            stuck attach                     | expected stuck detach or stuck off
            stuck detach times 1             | cannot be for a number of requests
            lag 3s times 2                   | cannot be for a number of requests
            lost request all times 0         | for one request at least
            """)
    void whatIsNotUnderstoodSaysWhatWouldBe(String line, String message) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "all, DescribeVpcs, true",
        "Describe*, DescribeVpcs, true",
        "Describe*, AttachNetworkInterface, false",
        "DescribeVpc, DescribeVpcs, false",
        "DescribeVpcs, DescribeVpcs, true"
    })
    void aPatternMatches(String pattern, String action, boolean matches) {
        assertThat(new ActionPattern(pattern).matches(action)).isEqualTo(matches);
    }

    @Property(tries = 500)
    void whatIsPrintedCanBeTyped(@ForAll("faults") ApiFault fault) {
        assertThat(fault(fault.text())).isEqualTo(fault);
    }

    @Provide
    Arbitrary<ApiFault> faults() {
        Arbitrary<Duration> times = Arbitraries.longs().between(1, 600_000).map(Duration::ofMillis);
        Arbitrary<ActionPattern> actions = Arbitraries.of("all", "Describe*", "AttachNetworkInterface", "CreateTags")
                .map(ActionPattern::new);
        Arbitrary<ApiFault.Throttle.Limit> limits = Combinators.combine(
                        Arbitraries.integers().between(1, 999_999_999),
                        Arbitraries.integers().between(1, 999_999))
                .as((thousandths, burst) -> new ApiFault.Throttle.Limit(BigDecimal.valueOf(thousandths, 3), burst));
        return Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.of("Unavailable", "InvalidNetworkInterface.InUse", "IncorrectState"),
                                actions)
                        .as(ApiFault.ErrorAnswer::new),
                Combinators.combine(Arbitraries.of(ApiFault.Lost.Part.class), actions)
                        .as(ApiFault.Lost::new),
                Combinators.combine(actions, times).as(ApiFault.Late::new),
                Combinators.combine(actions, times).as(ApiFault.Slow::new),
                Combinators.combine(limits.optional(), actions).as(ApiFault.Throttle::new),
                times.map(ApiFault.Lag::new),
                Combinators.combine(Arbitraries.of(ApiFault.Delay.Move.class), times)
                        .as(ApiFault.Delay::new),
                Arbitraries.just(new ApiFault.Stuck()));
    }
}
