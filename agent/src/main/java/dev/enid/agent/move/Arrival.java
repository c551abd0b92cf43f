package dev.enid.agent.move;

import dev.enid.agent.imds.Timing;
import dev.enid.agent.move.MoveFailed.Outcome;
import dev.enid.core.ip.Ip;
import java.time.Duration;
import java.util.List;

/** What comes after EC2 shows a resource at its target: that the target knows, and that it answers. */
public final class Arrival {

    private final Trail trail;
    private final Deadline deadline;
    private final Pace pace;

    /** @param patience with all of it */
    public Arrival(Timing timing, Trail trail, Duration patience) {
        this.trail = trail;
        deadline = Deadline.in(patience, timing);
        pace = new Pace(timing);
    }

    /** Waits until the target itself routes it. */
    public void awaitRouted(MovePlan plan, Sight sight) throws MoveFailed, InterruptedException {
        String name = plan.movable().name();
        while (true) {
            Sight.Seen seen = sight.look(plan.sign());
            if (seen.imds()) {
                trail.reached(Phase.SEEN_BY_IMDS, "IMDS of this instance shows " + name);
            }
            if (seen.imds() && seen.link()) {
                trail.reached(Phase.LINK, "the kernel has its link");
            }
            if (seen.imds() && seen.link() && seen.routed()) {
                trail.reached(Phase.ROUTED, "the kernel routes it");
                return;
            }
            pause("EC2 shows " + name + " here, but this instance is not ready for it: " + seen.waiting(), plan);
        }
    }

    /** Waits until the address answers. */
    public void awaitAnswer(MovePlan plan, Probe probe, Ip address) throws MoveFailed, InterruptedException {
        pace.changed();
        while (!probe.answers(address)) {
            pause(address + " does not answer " + probe.text() + " from here", plan);
        }
        trail.reached(Phase.PROBED, address + " answers " + probe.text());
    }

    /** What an interrupt leaves: it has moved, and nobody waits any more. */
    public static MoveFailed interrupted(MovePlan plan) {
        return new MoveFailed(Outcome.FAILED, List.of("interrupted", atGoal(plan)));
    }

    private static String atGoal(MovePlan plan) {
        return plan.movable().name() + " is at " + plan.goal().words() + " and stays there";
    }

    private void pause(String missing, MovePlan plan) throws MoveFailed, InterruptedException {
        if (deadline.isOver()) {
            throw new MoveFailed(Outcome.FAILED, List.of(missing, atGoal(plan)));
        }
        deadline.sleep(pace.next());
    }
}
