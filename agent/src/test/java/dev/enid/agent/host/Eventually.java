package dev.enid.agent.host;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a state. */
public final class Eventually {

    /** Far longer than anything takes, on a machine that has other things to do. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final long LOOK_NANOS = 500_000;

    private Eventually() {}

    /** Returns how long it took. */
    public static Duration until(String what, Callable<Boolean> state) {
        long start = System.nanoTime();
        try {
            while (!state.call()) {
                if (System.nanoTime() - start > LONGEST.toNanos()) {
                    throw new AssertionError("did not come about within " + LONGEST.toSeconds() + " s: " + what);
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
