package dev.enid.core.report;

import dev.enid.core.adopt.Peer;
import dev.enid.core.adopt.Step;
import dev.enid.core.adopt.Trace;
import dev.enid.core.adopt.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code enid adopt} found, plans and did.
 *
 * @param state {@code nothing}, {@code planned}, {@code adopted}, {@code unfinished} or {@code undone}
 * @param peers who was here before
 * @param findings what they left
 * @param steps of the hand-over, or of its undoing, in order
 * @param journal the directory in which the hand-over is written down, with what was put aside
 * @param notes what a person should know, in sentences
 */
public record AdoptView(
        String state,
        List<String> peers,
        List<FindingView> findings,
        List<StepView> steps,
        Optional<String> journal,
        List<String> notes) {

    /** What a peer left. */
    public record FindingView(String peer, String what, String interface_, String evidence, String becomes) {

        static FindingView of(Trace trace) {
            return new FindingView(trace.peer().title(), trace.what(), trace.link(), trace.evidence(), trace.becomes());
        }
    }

    /**
     * A step.
     *
     * @param action write, run, away, end, hold, apply, settle, claim, clear, release; to undo: back, remove, run
     * @param outcome what became of it; empty while it was not tried
     */
    public record StepView(String action, String what, String because, Optional<String> outcome) {

        public static StepView of(Step step, Optional<String> outcome) {
            return new StepView(step.kind(), step.what(), step.because(), outcome);
        }
    }

    public AdoptView {
        peers = List.copyOf(peers);
        findings = List.copyOf(findings);
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** Before anything is done. */
    public static AdoptView of(Traces traces, List<Step> steps, List<String> notes) {
        List<String> all = new ArrayList<>(traces.notes());
        all.addAll(notes);
        return new AdoptView(
                steps.isEmpty() ? "nothing" : "planned",
                traces.peers().stream().map(Peer::title).toList(),
                traces.traces().stream().map(FindingView::of).toList(),
                steps.stream().map(step -> StepView.of(step, Optional.empty())).toList(),
                Optional.empty(),
                all);
    }
}
