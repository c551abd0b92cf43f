package dev.enid.agent.imds.fake;

import dev.enid.agent.imds.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A monotonic clock that runs with the machine's, since sockets do, and jumps when told to or when someone sleeps; a time of
 * day that stands still. For one thread.
 */
public final class FakeTiming {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Duration> sleeps = new ArrayList<>();
    private long ahead;

    public Timing timing() {
        return new Timing(() -> System.nanoTime() + ahead, () -> NOW, this::sleep, new SplittableRandom(7));
    }

    private void sleep(Duration howLong) {
        sleeps.add(howLong);
        advance(howLong);
    }

    public void advance(Duration howLong) {
        ahead += howLong.toNanos();
    }

    /** Every sleep so far. None of them took any time. */
    public List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
