package dev.enid.agent.rtnl;

import java.time.Duration;
import java.util.List;

/** How often and how long something busy is waited for. */
@FunctionalInterface
interface Patience {

    /** Most locks of the kernel are held for far less than the sum of these. */
    List<Duration> PAUSES =
            List.of(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(100));

    /**
     * Waits before another attempt.
     *
     * @param attempt 1 for the first after a failure
     * @return false when there shall be none
     */
    boolean before(int attempt);

    /** Five attempts in all. */
    Patience REAL = attempt -> {
        if (attempt > PAUSES.size()) {
            return false;
        }
        try {
            Thread.sleep(PAUSES.get(attempt - 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    };
}
