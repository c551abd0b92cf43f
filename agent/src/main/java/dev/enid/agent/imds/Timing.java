package dev.enid.agent.imds;

import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time, waiting and chance, handed in.
 *
 * @param nanos a monotonic clock in nanoseconds, as {@link System#nanoTime}; it may stand still while the machine is suspended
 * @param wall the time of day, only to say when something was read
 * @param sleeper waits between attempts
 * @param random spreads the waiting of many hosts
 */
public record Timing(LongSupplier nanos, InstantSource wall, Sleeper sleeper, RandomGenerator random) {

    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        /** Returns after {@code howLong}, or throws when the thread is interrupted. */
        void sleep(Duration howLong) throws InterruptedException;
    }

    /** The machine's own clocks. */
    public static Timing real() {
        return new Timing(System::nanoTime, InstantSource.system(), Thread::sleep, new SplittableRandom());
    }
}
