package dev.enid.lab.host;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Looks until something is so. */
public final class Await {

    /** Long for a busy machine; nothing waits this long when all is well. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Between two looks: most of the machine is for what is looked at. */
    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    private Await() {}

    /** One look: empty when it is as it has to be, or what it is instead. */
    @FunctionalInterface
    public interface Look {
        Optional<String> look() throws Exception;
    }

    /** A condition that explains itself by its name alone. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    public static void until(String what, Condition condition) throws Exception {
        untilNothing(what, () -> condition.holds() ? Optional.empty() : Optional.of("not yet"));
    }

    /** Until the look finds nothing amiss. */
    public static void untilNothing(String what, Look amiss) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<String> now = amiss.look();
        while (now.isPresent()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not so after " + PATIENCE + ": " + what + "; instead: " + now.get());
            }
            LockSupport.parkNanos(PAUSE);
            now = amiss.look();
        }
    }
}
