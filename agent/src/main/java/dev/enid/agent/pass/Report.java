package dev.enid.agent.pass;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Guard;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Withheld;
import dev.enid.core.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a pass did.
 *
 * @param at when it began
 * @param before what it saw first
 * @param plan what it set out to do
 * @param applied what became of it, further rounds included
 * @param after what it saw last
 * @param desired what should hold, by the last look
 * @param remaining what is still to do by the last look; empty when all that is wanted holds
 * @param took how long it took
 * @param notes what a person should know beside, in sentences
 */
public record Report(
        Instant at,
        Snapshot before,
        Plan plan,
        Applied applied,
        Snapshot after,
        Desired desired,
        Plan remaining,
        Took took,
        List<String> notes) {

    /** How long the parts took, further rounds included. */
    public record Took(Duration observing, Duration planning, Duration applying) {

        static final Took NOTHING = new Took(Duration.ZERO, Duration.ZERO, Duration.ZERO);

        Took plus(Took later) {
            return new Took(
                    observing.plus(later.observing), planning.plus(later.planning), applying.plus(later.applying));
        }

        public Duration whole() {
            return observing.plus(planning).plus(applying);
        }
    }

    public Report {
        notes = List.copyOf(notes);
    }

    /** This pass and a later one as one. */
    public Report then(Report later) {
        return new Report(
                at,
                before,
                plan,
                applied.then(later.applied),
                later.after,
                later.desired,
                later.remaining,
                took.plus(later.took),
                later.notes);
    }

    /** Whether all that is wanted holds. What a guard withholds is not wanted; a kernel that cannot be read converges to nothing. */
    public boolean converged() {
        return after.kernel().isFresh() && remaining.isEmpty();
    }

    /** Whether it is only a matter of time: the host's network manager is at it. */
    public boolean isUnderWay(Withheld withheld) {
        return withheld.guard() == Guard.MANAGER
                && after.host().asked().values().stream()
                        .anyMatch(asked -> asked.busy() && asked.words().equals(withheld.why()));
    }

    /** Whether the host's network manager is still to bring something about. */
    public boolean isUnderWay() {
        return remaining.withheld().stream().anyMatch(this::isUnderWay);
    }

    /** Whether the pass changed anything. */
    public boolean changed() {
        return applied.changed();
    }
}
