package dev.enid.lab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private final TokenBuckets buckets = new TokenBuckets();

    private int taken(String what, TokenBuckets.Rate rate, Instant now, int wanted) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += buckets.take(what, rate, now) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aFullBucketLastsForABurstAndThenForItsRate() {
        TokenBuckets.Rate rate = new TokenBuckets.Rate(20, 100);

        assertThat(taken("a", rate, START, 200)).isEqualTo(100);
        assertThat(taken("a", rate, START.plusSeconds(1), 200)).isEqualTo(20);
        assertThat(taken("a", rate, START.plusMillis(1100), 200)).isEqualTo(2);
        assertThat(taken("a", rate, START.plusSeconds(3600), 200))
                .as("no more than it holds")
                .isEqualTo(100);
    }

    @Test
    void eachHasItsOwn() {
        TokenBuckets.Rate rate = new TokenBuckets.Rate(0.5, 1);

        assertThat(taken("a", rate, START, 2)).isEqualTo(1);
        assertThat(taken("b", rate, START, 2)).isEqualTo(1);
        assertThat(taken("a", rate, START.plusSeconds(1), 2)).isZero();
        assertThat(taken("a", rate, START.plusSeconds(2), 2)).isEqualTo(1);
    }

    @Test
    void aBucketThatHoldsNothingOrDoesNotFillIsNone() {
        assertThatThrownBy(() -> new TokenBuckets.Rate(0, 5)).hasMessageContaining("fills");
        assertThatThrownBy(() -> new TokenBuckets.Rate(5, 0.5)).hasMessageContaining("holds");
    }

    /** Whatever the rhythm, nobody gets more than the burst and what has flowed in since. */
    @Property(tries = 200)
    void neverMoreThanBurstAndRate(
            @ForAll @DoubleRange(min = 0.1, max = 50) double perSecond,
            @ForAll @IntRange(min = 1, max = 20) int size,
            @ForAll @IntRange(min = 1, max = 400) int everyMillis) {
        TokenBuckets.Rate rate = new TokenBuckets.Rate(perSecond, size);
        int taken = 0;
        for (int i = 0; i < 300; i++) {
            Instant now = START.plusMillis((long) i * everyMillis);
            taken += taken("x", rate, now, 3);
            double most = size + perSecond * i * everyMillis / 1000.0;
            assertThat((double) taken).isLessThanOrEqualTo(most + 1e-6);
        }
    }
}
