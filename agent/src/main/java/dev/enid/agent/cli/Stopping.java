package dev.enid.agent.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM, for a command that has something to put in order first: its thread is interrupted, and the JVM ends when
 * it has ended.
 */
final class Stopping implements AutoCloseable {

    /** Less than the 90 s after which systemd kills. */
    private static final long PATIENCE_SECONDS = 80;

    private final CountDownLatch ended = new CountDownLatch(1);

    private final Thread hook;
    private volatile boolean asked;

    private Stopping(Thread working) {
        hook = new Thread(() -> stop(working), "stopping");
    }

    /** For the calling thread. */
    static Stopping begin() {
        Stopping stopping = new Stopping(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(stopping.hook);
        return stopping;
    }

    private void stop(Thread working) {
        asked = true;
        working.interrupt();
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** When the process is ending, nobody prints what went wrong any more: it is done here. */
    CommandFailed last(Terminal err, CommandFailed failed) {
        if (!asked) {
            return failed;
        }
        failed.lines().forEach(line -> err.line("enid: " + line));
        return new CommandFailed(failed.exit());
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // It is running.
        }
    }
}
