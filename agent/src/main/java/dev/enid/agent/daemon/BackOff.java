package dev.enid.agent.daemon;

import dev.enid.core.kernel.KernelObject;
import dev.enid.core.plan.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Leaves an object alone for a while when somebody keeps undoing what we do to it: two programs that each put their own way
 * as fast as they can help nobody. A change that is undone now and then is drift, and repaired each time.
 */
final class BackOff {

    private final Pace pace;
    private final Consumer<DaemonEvent> tell;
    private final Map<KernelObject.Key, Contest> contests = new HashMap<>();

    /** One object that we changed. */
    private static final class Contest {
        private final Change.Action action;
        private final int link;
        private String object;
        private Instant lastDone;
        private int undone;
        private int rests;
        private Instant restUntil;

        Contest(Done done, Instant now) {
            action = done.action;
            link = done.object.link();
            object = done.text;
            lastDone = now;
            restUntil = now;
        }
    }

    /**
     * A change that was carried out.
     *
     * @param text the object in iproute2's words
     */
    record Done(KernelObject object, Change.Action action, String text) {}

    BackOff(Pace pace, Consumer<DaemonEvent> tell) {
        this.pace = pace;
        this.tell = tell;
    }

    /** Notes what a pass did. */
    void done(Instant now, List<Done> all) {
        for (Done done : all) {
            Contest contest = contests.get(done.object.key());
            if (contest == null || contest.action != done.action || contest.link != done.object.link()) {
                // The other way round is a change of mind of our own: an address assigned, taken away, assigned again.
                // By
                // another link it is an ENI that was attached anew: the kernel dropped the routes of the one before.
                contests.put(done.object.key(), new Contest(done, now));
                continue;
            }
            Instant watched = latest(contest.lastDone, contest.restUntil).plus(pace.quick());
            contest.undone = now.isAfter(watched) ? 1 : contest.undone + 1;
            contest.object = done.text;
            contest.lastDone = now;
            if (contest.undone >= pace.contested() || contest.rests > 0) {
                rest(now, contest);
            }
        }
    }

    private void rest(Instant now, Contest contest) {
        Duration howLong = Pace.doubled(pace.firstRest(), contest.rests, pace.mostRest());
        contest.restUntil = now.plus(howLong);
        if (contest.rests++ == 0) {
            tell.accept(new DaemonEvent.BackOffBegan(contest.object, contest.undone, howLong));
        }
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** The objects that are left alone now. */
    Set<KernelObject.Key> resting(Instant now) {
        Set<KernelObject.Key> keys = new HashSet<>();
        contests.forEach((key, contest) -> {
            if (contest.restUntil.isAfter(now)) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** Forgets what has been quiet long enough. */
    void expire(Instant now) {
        Iterator<Contest> all = contests.values().iterator();
        while (all.hasNext()) {
            Contest contest = all.next();
            if (!latest(contest.lastDone, contest.restUntil).plus(pace.quiet()).isAfter(now)) {
                all.remove();
                if (contest.rests > 0) {
                    tell.accept(new DaemonEvent.BackOffEnded(contest.object));
                }
            }
        }
    }

    /** When a rest is over, or a contest is: the next of either after now. */
    Optional<Instant> next(Instant now) {
        return contests.values().stream()
                .flatMap(contest -> contest.rests == 0
                        ? Stream.of(latest(contest.lastDone, contest.restUntil).plus(pace.quiet()))
                        : Stream.of(contest.restUntil, contest.restUntil.plus(pace.quiet())))
                .filter(time -> time.isAfter(now))
                .min(Instant::compareTo);
    }

    /** Whether a rest ended after {@code before} and is over by now, so that the object can be tried again. */
    boolean restEnded(Instant before, Instant now) {
        return contests.values().stream()
                .anyMatch(contest ->
                        contest.rests > 0 && contest.restUntil.isAfter(before) && !contest.restUntil.isAfter(now));
    }
}
