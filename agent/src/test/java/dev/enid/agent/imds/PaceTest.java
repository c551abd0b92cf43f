package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final Pace pace = new Pace(100, now::get);

    @Test
    void aBurstOfOneSecondsWorthGoesAtOnce() {
        assertBurstOfOneHundred();
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(20));
    }

    private void assertBurstOfOneHundred() {
        for (int i = 0; i < 100; i++) {
            assertThat(pace.next()).isZero();
        }
        assertThat(pace.next()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void whoeverWaitsItsTurnIsAtTheRate() {
        for (int i = 0; i < 100; i++) {
            pace.next();
        }
        for (int i = 0; i < 500; i++) {
            Duration wait = pace.next();
            assertThat(wait).isEqualTo(Duration.ofMillis(10));
            now.addAndGet(wait.toNanos());
        }
    }

    @Test
    void idlenessEarnsOneBurstAndNoMore() {
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertBurstOfOneHundred();
    }
}
