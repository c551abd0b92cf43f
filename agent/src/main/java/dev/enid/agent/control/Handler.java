package dev.enid.agent.control;

import dev.enid.core.report.EventView;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Answers requests, on the socket's own thread. */
interface Handler {

    /** The answer, at once or later, on any thread. Never throws; what goes wrong later completes the future. */
    CompletableFuture<Answer> answer(Request request, Peer peer);

    /** Tells of everything that happens from now on, on any thread; the listener does not wait. */
    AutoCloseable follow(Consumer<EventView> listener);
}
