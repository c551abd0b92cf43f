package dev.enid.agent.move;

import dev.enid.agent.imds.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** Time that passes only where somebody waits. */
final class VirtualTime {

    private long nanos = 1_000;
    private Duration slept = Duration.ZERO;
    private final Deque<Runnable> atWaits = new ArrayDeque<>();
    private boolean interrupt;

    Timing timing(long seed) {
        return new Timing(() -> nanos, () -> Instant.EPOCH.plusNanos(nanos), this::sleep, new SplittableRandom(seed));
    }

    long nanos() {
        return nanos;
    }

    Duration slept() {
        return slept;
    }

    /** A request on the wire takes time, too. */
    void pass(Duration howLong) {
        nanos += howLong.toNanos();
    }

    /** Something that happens while somebody waits for the next time. */
    void atNextWait(Runnable event) {
        atWaits.add(event);
    }

    /** The next wait ends as by Ctrl-C. */
    void interruptAtNextWait() {
        atNextWait(() -> interrupt = true);
    }

    private void sleep(Duration howLong) throws InterruptedException {
        pass(howLong);
        slept = slept.plus(howLong);
        Runnable event = atWaits.poll();
        if (event != null) {
            event.run();
        }
        if (interrupt) {
            interrupt = false;
            throw new InterruptedException();
        }
        if (slept.compareTo(Duration.ofHours(2)) > 0) {
            throw new AssertionError("waited for two hours");
        }
    }
}
