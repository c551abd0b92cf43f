package dev.enid.agent.daemon;

import dev.enid.agent.pass.Report;
import dev.enid.core.desire.Settings;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What others in the process may ask of a running daemon; from any thread. */
public interface DaemonAccess {

    /** How it stands now; never waits. */
    DaemonView view();

    /**
     * Asks for a reading of IMDS and a pass, both begun after this call.
     *
     * @return what that pass and those between the call and it came to, as one report; completes exceptionally with
     *     {@link IllegalStateException} when the daemon stops first
     */
    CompletableFuture<Report> requestPass();

    /** As {@link #requestPass()}, and goes on with other settings: a pass by them runs at once, without waiting for IMDS. */
    CompletableFuture<Report> requestPass(Settings settings);

    /** Goes on with other settings, and runs a pass at once. */
    void settings(Settings settings);

    /**
     * Hears of every event from now on, on a thread of the daemon's: the listener must not wait. One that throws is
     * unsubscribed.
     */
    Subscription subscribe(Consumer<DaemonEvent> listener);

    /** Ends the daemon soon; the network stays as it is. */
    void stop(String why);

    /** Ends with close. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
