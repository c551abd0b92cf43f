package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.imds.Timing;
import dev.enid.agent.move.MoveFailed.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries a plan out. Whatever happens on the way, what was taken from its holder is not left without one if that can be. */
public final class Mover {

    /** To give back what was taken. */
    private static final Duration RESTORING = Duration.ofSeconds(60);

    private final Ec2 ec2;
    private final Timing timing;
    private final Trail trail;

    public Mover(Ec2 ec2, Timing timing, Trail trail) {
        this.ec2 = ec2;
        this.timing = timing;
        this.trail = trail;
    }

    /**
     * Moves it, and returns when EC2 shows it at the goal. An interrupt ends the move as a failure does: what was taken is given
     * back, and the thread's interrupt is gone.
     *
     * @throws MoveFailed when it is not there
     */
    public void move(MovePlan plan, MoveOptions options) throws MoveFailed {
        Movable movable = plan.movable();
        Way there = new Way(
                ec2,
                timing,
                trail,
                Deadline.in(options.timeout(), timing),
                plan,
                plan.goal(),
                Optional.of(new Force.Wish(options.force(), options.forceAfter())));
        Optional<String> source = plan.source().map(Place::holder);
        boolean releaseFirst = movable.phases().release().isPresent();
        try {
            Preflight.tryTaking(ec2, plan);
            there.go(now -> Next.of(now, plan.goal().holder(), source, releaseFirst));
            trail.reached(
                    movable.phases().taken(),
                    movable.name() + " is at " + plan.goal().words());
        } catch (Ec2Failure failure) {
            recover(there, plan, options, new MoveFailed(Outcome.FAILED, because(failure, plan), failure));
        } catch (MoveFailed failure) {
            recover(there, plan, options, failure);
        } catch (InterruptedException e) {
            recover(there, plan, options, new MoveFailed(Outcome.FAILED, List.of("interrupted"), e));
        }
    }

    private static List<String> because(Ec2Failure failure, MovePlan plan) {
        return Complaint.of(failure, plan.resource().purpose());
    }

    /** Ends without a word where it turns out to be at the goal after all. */
    private void recover(Way there, MovePlan plan, MoveOptions options, MoveFailed cause) throws MoveFailed {
        // What it said has been heard; what is done now shall not end at the first wait.
        Thread.interrupted();
        if (!there.begun()) {
            List<String> lines = new ArrayList<>(cause.lines());
            Optional<Whereabouts> leaving = there.last().filter(now -> now.stage() == Whereabouts.Stage.GOING);
            leaving.ifPresent(now -> lines.add(plan.movable().name() + " " + now.words()));
            lines.add("nothing was changed");
            leaving.ifPresent(now -> lines.addAll(commands(plan, there, now)));
            throw new MoveFailed(cause.outcome() == Outcome.LOST ? Outcome.LOST : Outcome.REFUSED, lines, cause);
        }
        if (cause.outcome() == Outcome.LOST) {
            throw cause;
        }
        boolean takesAway = plan.movable().phases().release().isPresent();
        Optional<Place> back = plan.source().filter(_ -> options.restore() && takesAway);
        Timing unmoved = uninterruptible();
        Way way = new Way(
                ec2, unmoved, trail, Deadline.in(RESTORING, unmoved), plan, back.orElse(plan.goal()), Optional.empty());
        Optional<Whereabouts> end;
        List<String> lines = new ArrayList<>(cause.lines());
        try {
            end = Optional.of(
                    back.isPresent() && isAlive(back.get()) ? giveBack(way, there, back.get(), lines) : way.look());
        } catch (Ec2Failure failure) {
            lines.addAll(because(failure, plan));
            end = way.last();
        } catch (MoveFailed _) {
            lines.add("it could not be given back within " + RESTORING.toSeconds() + " s");
            end = way.last();
        } catch (InterruptedException e) {
            lines.add("interrupted once more");
            end = way.last();
        }
        conclude(plan, there, cause, end, lines);
    }

    /** Whoever asks twice that it ends would have it left without a holder. */
    private Timing uninterruptible() {
        return new Timing(
                timing.nanos(),
                timing.wall(),
                howLong -> {
                    try {
                        timing.sleeper().sleep(howLong);
                    } catch (InterruptedException _) {
                        trail.say("interrupted; giving back goes on");
                    }
                },
                timing.random());
    }

    private Whereabouts giveBack(Way way, Way there, Place source, List<String> lines)
            throws Ec2Failure, MoveFailed, InterruptedException {
        trail.say(lines.getFirst() + "; making sure that it is not left without a holder (at most "
                + RESTORING.toSeconds() + " s)");
        return way.go(now -> Next.back(now, source.holder(), there.releaseWouldShow()));
    }

    /** Where that cannot be told it is taken to be. */
    private boolean isAlive(Place source) throws InterruptedException {
        if (source.instance().isEmpty()) {
            return true;
        }
        try {
            Deadline soon = Deadline.in(RESTORING.dividedBy(6), uninterruptible());
            return new Asking(ec2, new Pace(timing), soon)
                    .of(each -> each.instances(List.of(source.instance()))).stream()
                            .anyMatch(each -> each.running());
        } catch (Ec2Failure e) {
            return true;
        }
    }

    private void conclude(MovePlan plan, Way there, MoveFailed cause, Optional<Whereabouts> end, List<String> lines)
            throws MoveFailed {
        String name = plan.movable().name();
        if (end.filter(now -> now.isAt(plan.goal().holder())).isPresent()
                && end.get().stage() == Whereabouts.Stage.SETTLED) {
            trail.say(name + " is at " + plan.goal().words() + " after all");
            trail.reached(
                    plan.movable().phases().taken(),
                    name + " is at " + plan.goal().words());
            return;
        }
        boolean atSource = plan.source()
                .filter(source -> end.filter(now -> now.isAt(source.holder()) && now.stage() != Whereabouts.Stage.GOING)
                        .isPresent())
                .isPresent();
        lines.add(
                atSource
                        ? name + " is back at " + plan.source().orElseThrow().words()
                        : name + " " + end.map(Whereabouts::words).orElse("was not seen since"));
        lines.addAll(end.map(now -> commands(plan, there, now)).orElse(List.of(again(plan))));
        throw new MoveFailed(atSource ? Outcome.RESTORED : Outcome.FAILED, lines, cause);
    }

    private static String again(MovePlan plan) {
        return "to go on: " + plan.command();
    }

    /** What to type next. Where a host does not let go there is more than to ask it again. */
    private static List<String> commands(MovePlan plan, Way there, Whereabouts end) {
        return end.stage() == Whereabouts.Stage.GOING && !there.forced()
                ? List.of(
                        again(plan),
                        "by force, losing what " + end.holder().orElseThrow() + " still has to send: " + plan.command()
                                + " --force-detach")
                : List.of(again(plan));
    }
}
