package dev.enid.lab.ec2;

import dev.enid.lab.topology.Vpc;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the API told of, and when: for answers that lag behind. Safe for several threads. */
final class History {

    /** Longer than any lag, and short enough that a lab in which much happens does not grow. */
    static final Duration KEPT = Duration.ofMinutes(10);

    /** How everything was from then on. */
    record Moment(Instant at, Vpc vpc, Records records) {}

    private final List<Moment> moments = new ArrayList<>();

    /** Takes note of a change when it is made; {@code records} are not to change any more. */
    synchronized void add(Moment moment) {
        moments.add(moment);
        while (moments.size() > 2 && moments.get(1).at().isBefore(moment.at().minus(KEPT))) {
            moments.removeFirst();
        }
    }

    synchronized Moment now() {
        return moments.getLast();
    }

    /** How everything was then; as it began, for what was before. */
    synchronized Moment at(Instant then) {
        Moment found = moments.getFirst();
        for (Moment each : moments) {
            if (!each.at().isAfter(then)) {
                found = each;
            }
        }
        return found;
    }
}
