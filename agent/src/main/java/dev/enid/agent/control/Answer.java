package dev.enid.agent.control;

import dev.enid.core.report.ApplyView;
import dev.enid.core.report.EventView;
import dev.enid.core.report.ExplainView;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.StatusView;
import java.util.List;
import java.util.Optional;

/**
 * What the daemon answers: one line. For events it is one line for each, until the client leaves.
 *
 * @param version of the protocol
 * @param error what is wrong and what to do, a line each; empty when all is well
 */
record Answer(
        int version,
        List<String> error,
        Optional<StatusView> status,
        Optional<PlanView> plan,
        Optional<ExplainView> explained,
        Optional<ApplyView> applied,
        Optional<EventView> event) {

    private static final Answer EMPTY = new Answer(
            Request.VERSION,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    static Answer failed(List<String> lines) {
        return new Answer(
                Request.VERSION, lines, EMPTY.status, EMPTY.plan, EMPTY.explained, EMPTY.applied, EMPTY.event);
    }

    static Answer failed(String... lines) {
        return failed(List.of(lines));
    }

    static Answer of(StatusView view) {
        return new Answer(
                Request.VERSION,
                EMPTY.error,
                Optional.of(view),
                EMPTY.plan,
                EMPTY.explained,
                EMPTY.applied,
                EMPTY.event);
    }

    static Answer of(PlanView view) {
        return new Answer(
                Request.VERSION,
                EMPTY.error,
                EMPTY.status,
                Optional.of(view),
                EMPTY.explained,
                EMPTY.applied,
                EMPTY.event);
    }

    static Answer of(ExplainView view) {
        return new Answer(
                Request.VERSION, EMPTY.error, EMPTY.status, EMPTY.plan, Optional.of(view), EMPTY.applied, EMPTY.event);
    }

    static Answer of(ApplyView view) {
        return new Answer(
                Request.VERSION,
                EMPTY.error,
                EMPTY.status,
                EMPTY.plan,
                EMPTY.explained,
                Optional.of(view),
                EMPTY.event);
    }

    static Answer of(EventView view) {
        return new Answer(
                Request.VERSION,
                EMPTY.error,
                EMPTY.status,
                EMPTY.plan,
                EMPTY.explained,
                EMPTY.applied,
                Optional.of(view));
    }

    /** That it follows events from now on: so a client knows that it is heard. */
    static Answer following() {
        return EMPTY;
    }
}
