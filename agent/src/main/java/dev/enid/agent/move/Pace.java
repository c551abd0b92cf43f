package dev.enid.agent.move;

import dev.enid.agent.imds.Timing;
import java.time.Duration;

/**
 * When to look again. Soon after something happened, and then after a part of the time that has passed since: so what takes
 * long costs few requests, and what is done is noticed after a quarter more of the time that it took, at most.
 */
final class Pace {

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final double PART = 0.25;

    /** Many hosts that fail over at once shall not ask at once. */
    private static final double JITTER = 0.2;

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(15);

    private final Timing timing;
    private long since;
    private Duration backOff = FIRST_BACK_OFF;

    Pace(Timing timing) {
        this.timing = timing;
        since = timing.nanos().getAsLong();
    }

    /** Something is other than it was. */
    void changed() {
        since = timing.nanos().getAsLong();
    }

    /** EC2 has answered as it should. */
    void answered() {
        backOff = FIRST_BACK_OFF;
    }

    /** How long to wait before the next look. */
    Duration next() {
        long passed = timing.nanos().getAsLong() - since;
        long part = Math.clamp((long) (passed * PART), SHORTEST.toNanos(), LONGEST.toNanos());
        return Duration.ofNanos(
                (long) (part * (1 - JITTER + 2 * JITTER * timing.random().nextDouble())));
    }

    /** How long to ask nothing at all, after too much was asked, or nobody answered: at least half of what doubles each time. */
    Duration backOff() {
        Duration now = backOff;
        backOff = now.multipliedBy(2).compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : now.multipliedBy(2);
        return Duration.ofNanos(
                (long) (now.toNanos() * (0.5 + 0.5 * timing.random().nextDouble())));
    }
}
