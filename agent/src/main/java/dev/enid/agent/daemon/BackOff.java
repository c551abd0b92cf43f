package dev.enid.agent.daemon;

import dev.enid.core.kernel.KernelObject;
import dev.enid.core.plan.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
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
    /** What was changed lately, the oldest first: thousands, after an ENI came. */
    private final SequencedMap<KernelObject.Key, Contest> recent = new LinkedHashMap<>();
    /** Of these, what was left alone at least once. */
    private final Map<KernelObject.Key, Contest> contested = new HashMap<>();

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

        /** Since when nothing was done about it. */
        Instant settled() {
            return lastDone.isAfter(restUntil) ? lastDone : restUntil;
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
            KernelObject.Key key = done.object.key();
            Contest before = recent.remove(key);
            // The other way round is a change of mind of our own: an address assigned, taken away, assigned again.
            // By another link it is an ENI that was attached anew: the kernel dropped the routes of the one before.
            boolean again = before != null && before.action == done.action && before.link == done.object.link();
            Contest contest = before != null && again ? before : new Contest(done, now);
            recent.put(key, contest);
            if (again) {
                undone(now, key, contest, done.text);
            } else {
                contested.remove(key);
            }
        }
    }

    private void undone(Instant now, KernelObject.Key key, Contest contest, String text) {
        Instant watched = contest.settled().plus(pace.quick());
        contest.undone = now.isAfter(watched) ? 1 : contest.undone + 1;
        contest.object = text;
        contest.lastDone = now;
        if (contest.undone >= pace.contested() || contest.rests > 0) {
            contested.put(key, contest);
            rest(now, contest);
        }
    }

    private void rest(Instant now, Contest contest) {
        Duration howLong = Pace.doubled(pace.firstRest(), contest.rests, pace.mostRest());
        contest.restUntil = now.plus(howLong);
        if (contest.rests++ == 0) {
            tell.accept(new DaemonEvent.BackOffBegan(contest.object, contest.undone, howLong));
        }
    }

    /** The objects that are left alone now. */
    Set<KernelObject.Key> resting(Instant now) {
        Set<KernelObject.Key> keys = new HashSet<>();
        contested.forEach((key, contest) -> {
            if (contest.restUntil.isAfter(now)) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** Forgets what has been quiet long enough. */
    void expire(Instant now) {
        Iterator<Map.Entry<KernelObject.Key, Contest>> rested =
                contested.entrySet().iterator();
        while (rested.hasNext()) {
            Map.Entry<KernelObject.Key, Contest> each = rested.next();
            if (isQuiet(now, each.getValue())) {
                rested.remove();
                recent.remove(each.getKey());
                tell.accept(new DaemonEvent.BackOffEnded(each.getValue().object));
            }
        }
        Iterator<Contest> oldest = recent.values().iterator();
        while (oldest.hasNext()) {
            Contest contest = oldest.next();
            if (contest.rests > 0) {
                continue;
            }
            if (!isQuiet(now, contest)) {
                return;
            }
            oldest.remove();
        }
    }

    private boolean isQuiet(Instant now, Contest contest) {
        return !contest.settled().plus(pace.quiet()).isAfter(now);
    }

    /** When a rest is over, or a contest is: the next of either after now. */
    Optional<Instant> next(Instant now) {
        return contested.values().stream()
                .flatMap(contest -> Stream.of(contest.restUntil, contest.restUntil.plus(pace.quiet())))
                .filter(time -> time.isAfter(now))
                .min(Instant::compareTo);
    }

    /** Whether a rest ended after {@code before} and is over by now, so that the object can be tried again. */
    boolean restEnded(Instant before, Instant now) {
        return contested.values().stream()
                .anyMatch(contest -> contest.restUntil.isAfter(before) && !contest.restUntil.isAfter(now));
    }
}
