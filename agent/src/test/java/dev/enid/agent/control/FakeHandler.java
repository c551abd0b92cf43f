package dev.enid.agent.control;

import dev.enid.core.report.EventView;
import dev.enid.core.report.PlanView;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Answers plan at once, apply when the test says so, and tells events that the test makes up. */
final class FakeHandler implements Handler {

    static final PlanView PLAN = new PlanView(
            List.of(), List.of(), new PlanView.Summary(0, 0, 0), "fresh", List.of("1 ENI is as it should be."));

    final BlockingQueue<CompletableFuture<Answer>> pending = new LinkedBlockingQueue<>();
    final List<Consumer<EventView>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public CompletableFuture<Answer> answer(Request request, Peer peer) {
        if (request.command().equals("apply")) {
            CompletableFuture<Answer> later = new CompletableFuture<>();
            pending.add(later);
            return later;
        }
        if (request.command().equals("broken")) {
            throw new IllegalStateException("a fault of our own");
        }
        return CompletableFuture.completedFuture(
                request.command().equals("events") ? Answer.following() : Answer.of(PLAN));
    }

    @Override
    public AutoCloseable follow(Consumer<EventView> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(String text) {
        EventView event = new EventView("2026-01-02T03:04:05.678Z", "changed", "info", "eth1", text);
        listeners.forEach(each -> each.accept(event));
    }
}
