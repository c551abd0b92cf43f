package dev.enid.core.report;

import dev.enid.core.desire.Desired;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Plan;
import dev.enid.core.reading.Fault;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code enid apply} did.
 *
 * @param outcomes of every change, in the order in which they were tried
 * @param withheld what a guard refused
 * @param converged whether all that is wanted holds, by another look afterwards
 * @param remaining what that look found still to be done
 * @param imds fresh, stale or missing
 * @param notes what a person should know beside, in sentences; where nothing was changed the first says why
 */
public record ApplyView(
        List<OutcomeView> outcomes,
        List<WithheldView> withheld,
        boolean converged,
        List<ChangeView> remaining,
        Summary summary,
        String imds,
        List<String> notes) {

    /**
     * What became of a change.
     *
     * @param outcome done, already so, skipped or failed
     * @param detail why it failed or was skipped; empty otherwise
     */
    public record OutcomeView(
            String action, String interface_, String object, String because, String outcome, String detail) {}

    /** How many changes came to what. */
    public record Summary(long done, long alreadySo, long skipped, long failed) {

        static Summary of(Applied applied) {
            long[] counts = new long[4];
            List<Outcome> outcomes = Stream.concat(
                            applied.results().stream().map(Applied.Result::outcome),
                            applied.files().stream().map(Applied.FileResult::outcome))
                    .toList();
            for (Outcome outcome : outcomes) {
                switch (outcome) {
                    case Outcome.Done _ -> counts[0]++;
                    case Outcome.AlreadySo _ -> counts[1]++;
                    case Outcome.Skipped _ -> counts[2]++;
                    case Outcome.Failed _ -> counts[3]++;
                }
            }
            return new Summary(counts[0], counts[1], counts[2], counts[3]);
        }
    }

    public ApplyView {
        outcomes = List.copyOf(outcomes);
        withheld = List.copyOf(withheld);
        remaining = List.copyOf(remaining);
        notes = List.copyOf(notes);
    }

    /**
     * What was done.
     *
     * @param before the state that the plan was made for: a link that is gone since still has its name there
     * @param after the look at the end
     * @param desired what should hold, by that look
     * @param left to be done, by that look
     * @param troubles what else went wrong, in sentences
     */
    public static ApplyView of(
            Snapshot before, Applied applied, Snapshot after, Desired desired, Plan left, List<String> troubles) {
        KernelState state = withLinksOf(before.state(), after.state());
        Concern concern = new Concern(state, desired.standings());
        PlanView rest = PlanView.of(after, desired, left);
        List<String> notes = new ArrayList<>(rest.notes());
        notes.addAll(troubles);
        return new ApplyView(
                outcomes(applied, state, concern),
                rest.withheld(),
                left.isEmpty() && Notes.isSighted(after),
                rest.changes(),
                Summary.of(applied),
                rest.imds(),
                notes);
    }

    /** Later rounds speak of links that the first look had not seen. */
    private static KernelState withLinksOf(KernelState before, KernelState after) {
        List<Link> links = new ArrayList<>(before.links());
        after.links().stream()
                .filter(link -> before.link(link.index()).isEmpty())
                .forEach(links::add);
        return new KernelState(links, List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static List<OutcomeView> outcomes(Applied applied, KernelState state, Concern concern) {
        List<OutcomeView> all = new ArrayList<>();
        applied.results()
                .forEach(each -> all.add(outcome(ChangeView.of(each.change(), state, concern), each.outcome(), state)));
        applied.files().forEach(each -> all.add(outcome(ChangeView.of(each.change()), each.outcome(), state)));
        applied.told()
                .forEach(each -> FileViews.of(each).forEach(view -> all.add(outcome(view, new Outcome.Done(), state))));
        return all;
    }

    private static OutcomeView outcome(ChangeView change, Outcome outcome, KernelState state) {
        String detail = switch (outcome) {
            case Outcome.Done _, Outcome.AlreadySo _ -> "";
            case Outcome.Skipped skipped ->
                "rests on " + skipped.blocker().step().object().toIproute2(state);
            case Outcome.Failed(Fault fault) -> fault.toString();
        };
        return new OutcomeView(
                change.action(), change.interface_(), change.object(), change.because(), outcome.word(), detail);
    }
}
