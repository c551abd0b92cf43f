package dev.enid.agent.move;

import dev.enid.agent.imds.Timing;
import java.time.Duration;

/** A moment after which no more is tried. */
record Deadline(Timing timing, long at) {

    static Deadline in(Duration howLong, Timing timing) {
        return new Deadline(timing, timing.nanos().getAsLong() + howLong.toNanos());
    }

    boolean isOver() {
        return timing.nanos().getAsLong() - at >= 0;
    }

    /** Sleeps, but not past the deadline. */
    void sleep(Duration howLong) throws InterruptedException {
        Duration left = Duration.ofNanos(Math.max(0, at - timing.nanos().getAsLong()));
        timing.sleeper().sleep(howLong.compareTo(left) < 0 ? howLong : left);
    }
}
