package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.imds.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One resource on its way to one place: a look, what follows, a request, and a look again, until it is there. What EC2 answers
 * to a request only says how long to wait for its effect before the same is asked for once more.
 */
final class Way {

    /** What EC2 accepted shows within this time even where its descriptions lag; asked for again, it would be refused. */
    private static final Duration ACCEPTED = Duration.ofSeconds(10);

    /** What was not answered was carried out within this time, or as a rule not at all. */
    private static final Duration UNANSWERED = Duration.ofSeconds(2);

    /** What may be the request's own fault is asked for so often. */
    private static final int DOUBTS = 4;

    /** Longer no description lags, and longer nothing is carried out late. */
    private static final Duration LAG = Duration.ofSeconds(15);

    private enum Request {
        RELEASE,
        FORCED_RELEASE,
        TAKE
    }

    /** @param until when its effect is waited for */
    private record Sent(Request request, long until) {}

    /** What is decided of what was seen. */
    @FunctionalInterface
    interface Decision {
        Next of(Whereabouts now);
    }

    private final Ec2 ec2;
    private final Timing timing;
    private final Trail trail;
    private final Pace pace;
    private final Asking asking;
    private final Deadline deadline;
    private final MovePlan plan;
    private final Place goal;
    private final Force.Wish force;
    /** To give something back is tried until the deadline, whatever EC2 says: there is nothing better to do. */
    private final boolean stubborn;

    private Optional<Whereabouts> last = Optional.empty();
    private Optional<Sent> sent = Optional.empty();
    private boolean begun;
    private boolean forced;
    private Optional<Deadline> releaseShows = Optional.empty();
    private int doubts;
    private Optional<Deadline> contradiction = Optional.empty();
    private String said = "";

    /** @param force empty for the way back */
    Way(Ec2 ec2, Timing timing, Trail trail, Deadline deadline, MovePlan plan, Place goal, Optional<Force.Wish> force) {
        this.ec2 = ec2;
        this.timing = timing;
        this.trail = trail;
        this.deadline = deadline;
        this.plan = plan;
        this.goal = goal;
        this.force = force.orElse(Force.Wish.NEVER);
        stubborn = force.isEmpty();
        pace = new Pace(timing);
        asking = new Asking(ec2, pace, deadline);
    }

    /** Whether EC2 was asked for a change that it did not plainly refuse. */
    boolean begun() {
        return begun;
    }

    /** Whether EC2 was asked to take it from its holder by force. */
    boolean forced() {
        return forced;
    }

    /** Whether a description that shows it where it was tells that it was not released: EC2's descriptions lag. */
    boolean releaseWouldShow() {
        return releaseShows.map(Deadline::isOver).orElse(true);
    }

    /** Where it was seen last. */
    Optional<Whereabouts> last() {
        return last;
    }

    /** Another look. */
    Whereabouts look() throws Ec2Failure, InterruptedException {
        Whereabouts now = asking.of(plan.movable()::look);
        if (!last.equals(Optional.of(now))) {
            pace.changed();
            last = Optional.of(now);
            contradiction = Optional.empty();
        }
        return now;
    }

    /**
     * Goes it.
     *
     * @return where it is in the end
     * @throws Ec2Failure when EC2 refuses for good, or does not answer until the deadline
     * @throws MoveFailed when someone else has it, or at the deadline
     */
    Whereabouts go(Decision decision) throws Ec2Failure, MoveFailed, InterruptedException {
        Deadline patience = Deadline.in(force.after().orElse(Duration.ZERO), timing);
        Force due = new Force(force, plan.source(), patience, asking, this::say);
        while (true) {
            Whereabouts now = look();
            Movable.Phases phases = plan.movable().phases();
            if (begun && now.isNowhere()) {
                phases.released()
                        .ifPresent(phase -> trail.reached(phase, plan.movable().name() + " is " + phase.text()));
            }
            switch (decision.of(now)) {
                case Next.Arrived _ -> {
                    return now;
                }
                case Next.Lost(String holder) ->
                    throw new MoveFailed(
                            MoveFailed.Outcome.LOST,
                            List.of(
                                    plan.movable().name() + " is at " + holder
                                            + " now: someone else took it while it was moved",
                                    "nothing more was changed; to take it from there: " + plan.command()));
                case Next.Wait _ -> {
                    boolean forcible = now.stage() == Whereabouts.Stage.GOING && !isPending(Request.FORCED_RELEASE);
                    if (forcible && due.isDue(now)) {
                        release(now, true);
                    } else {
                        pause();
                    }
                }
                case Next.Release _ -> {
                    boolean byForce = !isPending(Request.FORCED_RELEASE) && due.isDue(now);
                    if (byForce || !isPending(Request.RELEASE, Request.FORCED_RELEASE)) {
                        release(now, byForce);
                    } else {
                        pause();
                    }
                }
                case Next.Take _ -> {
                    if (isPending(Request.TAKE)) {
                        pause();
                    } else {
                        request(Request.TAKE, plan.movable().take(goal, !now.isNowhere()), phases.take());
                    }
                }
            }
        }
    }

    private void release(Whereabouts now, boolean byForce) throws Ec2Failure, InterruptedException {
        Optional<Mutation> mutation = plan.movable().release(now, byForce);
        Phase phase =
                plan.movable().phases().release().orElse(plan.movable().phases().take());
        if (mutation.isPresent()) {
            request(byForce ? Request.FORCED_RELEASE : Request.RELEASE, mutation.get(), phase);
        }
    }

    private boolean isPending(Request... requests) {
        return sent.filter(each -> List.of(requests).contains(each.request())
                        && timing.nanos().getAsLong() - each.until() < 0)
                .isPresent();
    }

    private void pause() throws InterruptedException, MoveFailed {
        checkDeadline();
        deadline.sleep(pace.next());
    }

    private void checkDeadline() throws MoveFailed {
        if (deadline.isOver()) {
            throw new MoveFailed(MoveFailed.Outcome.FAILED, List.of("out of time"));
        }
    }

    private void request(Request request, Mutation mutation, Phase phase) throws Ec2Failure, InterruptedException {
        boolean isNew = trail.reached(phase, mutation.words());
        if (request == Request.FORCED_RELEASE) {
            if (!isNew && !forced) {
                trail.say(mutation.words());
            }
            forced = true;
        }
        boolean before = begun;
        begun = true;
        Optional<Deadline> shownBefore = releaseShows;
        if (request != Request.TAKE) {
            releaseShows = Optional.of(Deadline.in(LAG, timing));
        }
        try {
            ec2.mutate(mutation);
            pace.changed();
            pace.answered();
            expect(request, ACCEPTED);
        } catch (Ec2Failure failure) {
            if (failure.kind() != Ec2Failure.Kind.UNANSWERED) {
                begun = before;
                releaseShows = shownBefore;
            }
            if (deadline.isOver()) {
                throw failure;
            }
            cope(request, failure);
        }
    }

    private void cope(Request request, Ec2Failure failure) throws Ec2Failure, InterruptedException {
        switch (Verdict.of(failure)) {
            case LOOK -> {
                boolean unanswered = failure.kind() == Ec2Failure.Kind.UNANSWERED;
                if (request == Request.TAKE && Verdict.saysTaken(failure) && !stubborn && isContradicted()) {
                    throw failure;
                }
                say((unanswered ? "no answer to " : "EC2 refuses ") + failure.action() + " (" + failure.text()
                        + "); looking again");
                expect(request, unanswered ? UNANSWERED : pace.backOff());
            }
            case BACK_OFF -> {
                say("EC2 is asked too much (" + failure.code() + "); waiting");
                deadline.sleep(pace.backOff());
            }
            case DOUBT -> {
                doubts++;
                boolean mended = request == Request.TAKE
                        && asking.of(each -> plan.movable().mend(each, goal));
                if (doubts >= DOUBTS && !stubborn) {
                    throw failure;
                }
                say("EC2 refuses " + failure.action() + " (" + failure.text() + "); "
                        + (mended ? "trying another device index" : "looking again"));
                expect(request, mended ? Duration.ZERO : pace.backOff());
            }
            case FINAL -> {
                if (!stubborn) {
                    throw failure;
                }
                say("EC2 refuses " + failure.action() + " (" + failure.text() + "); trying on");
                expect(request, pace.backOff());
            }
        }
    }

    /** Whether it has been refused for long what, by all that is seen, is free. */
    private boolean isContradicted() {
        if (contradiction.isEmpty() && last.filter(Whereabouts::isNowhere).isPresent()) {
            contradiction = Optional.of(Deadline.in(LAG, timing));
        }
        return contradiction.filter(Deadline::isOver).isPresent();
    }

    /** Once, however often it goes on. */
    private void say(String text) {
        if (!text.equals(said)) {
            trail.say(text);
            said = text;
        }
    }

    private void expect(Request request, Duration howLong) {
        sent = Optional.of(new Sent(request, timing.nanos().getAsLong() + howLong.toNanos()));
    }
}
