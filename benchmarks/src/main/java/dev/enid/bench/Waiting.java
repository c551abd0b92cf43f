package dev.enid.bench;

import java.io.IOException;
import java.time.Duration;

/** Waits for states. */
final class Waiting {

    private Waiting() {}

    /** Whether something is so. */
    @FunctionalInterface
    interface State {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Looks every millisecond; throws when it is not so after {@code patience}. */
    static void until(String what, Duration patience, State state) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!state.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited " + patience.toSeconds() + " s in vain until " + what);
            }
            Thread.sleep(1);
        }
    }
}
