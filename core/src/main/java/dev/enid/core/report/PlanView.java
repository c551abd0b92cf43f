package dev.enid.core.report;

import dev.enid.core.desire.Desired;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.plan.Change.Action;
import dev.enid.core.plan.Plan;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code enid plan} shows.
 *
 * @param changes in the order in which they would be made
 * @param withheld in the same order
 * @param imds fresh, stale or missing
 * @param notes what a person should know beside, in sentences; where there is nothing to change the first says why
 */
public record PlanView(
        List<ChangeView> changes, List<WithheldView> withheld, Summary summary, String imds, List<String> notes) {

    /** How many changes of each kind. */
    public record Summary(long add, long replace, long remove) {

        static Summary of(Plan plan) {
            return new Summary(plan.count(Action.ADD), plan.count(Action.REPLACE), plan.count(Action.REMOVE));
        }

        public long all() {
            return add + replace + remove;
        }
    }

    public PlanView {
        changes = List.copyOf(changes);
        withheld = List.copyOf(withheld);
        notes = List.copyOf(notes);
    }

    public static PlanView of(Snapshot seen, Desired desired, Plan plan) {
        KernelState state = seen.state();
        Concern concern = new Concern(state, desired.standings());
        return new PlanView(
                changes(plan, state, concern),
                Stream.concat(
                                plan.withheld().stream().map(each -> WithheldView.of(each, state, concern)),
                                plan.files().withheld().stream().map(FileViews::of))
                        .toList(),
                Summary.of(plan),
                seen.instance().word(),
                Notes.onPlan(seen, desired, plan));
    }

    private static List<ChangeView> changes(Plan plan, KernelState state, Concern concern) {
        List<ChangeView> all = new ArrayList<>();
        plan.changes().forEach(each -> all.add(ChangeView.of(each, state, concern)));
        plan.files().changes().forEach(each -> all.add(ChangeView.of(each)));
        plan.files().tellings().forEach(each -> all.addAll(FileViews.of(each)));
        return all;
    }
}
