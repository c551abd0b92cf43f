package dev.enid.agent.imds;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps requests under a rate: after a burst of one second's worth, each waits for its turn. Dropped packets would cost far
 * more than the wait, and would be the resolver's and the clock's, too.
 */
final class Pace {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final LongSupplier nanos;
    private final long nanosPerRequest;
    /** Before this time all the requests of a full burst are used up. */
    private long emptyUntil;

    Pace(int perSecond, LongSupplier nanos) {
        this.nanos = nanos;
        nanosPerRequest = NANOS_PER_SECOND / perSecond;
        emptyUntil = nanos.getAsLong() - NANOS_PER_SECOND;
    }

    /** Takes a turn; how long to wait before using it, which is nothing unless there was a burst. */
    Duration next() {
        long now = nanos.getAsLong();
        if (emptyUntil - (now - NANOS_PER_SECOND) < 0) {
            emptyUntil = now - NANOS_PER_SECOND;
        }
        emptyUntil += nanosPerRequest;
        return emptyUntil - now > 0 ? Duration.ofNanos(emptyUntil - now) : Duration.ZERO;
    }
}
