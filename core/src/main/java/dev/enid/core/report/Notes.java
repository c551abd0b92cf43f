package dev.enid.core.report;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Standing;
import dev.enid.core.desire.Standing.State;
import dev.enid.core.inventory.Instance;
import dev.enid.core.kernel.Link;
import dev.enid.core.plan.Plan;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.Snapshot;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said beside the figures, in sentences. */
final class Notes {

    private Notes() {}

    /** Why there is nothing to do, and what may keep more from being done. */
    static List<String> onPlan(Snapshot seen, Desired desired, Plan plan) {
        List<String> notes = new ArrayList<>(onReadings(seen));
        if (plan.isEmpty() && isSighted(seen)) {
            notes.addFirst(settled(desired.standings()));
        }
        for (Standing standing : desired.standings()) {
            standing.notes().forEach(note -> notes.add(name(standing) + ": " + note));
        }
        notes.addAll(desired.notes());
        return notes;
    }

    /** What could not be read, and what follows from it. */
    static List<String> onReadings(Snapshot seen) {
        List<String> notes = new ArrayList<>();
        seen.kernel()
                .trouble()
                .ifPresent(fault ->
                        notes.add("The kernel's tables cannot be read, so nothing is changed: " + fault + "."));
        switch (seen.instance()) {
            case Reading.Fresh<Instance> _ -> {}
            case Reading.Stale<Instance> stale ->
                notes.add("IMDS cannot be read; what it said at " + stale.at().truncatedTo(ChronoUnit.SECONDS)
                        + " stays in force, and nothing is removed: " + stale.fault() + ".");
            case Reading.Missing<Instance> missing ->
                notes.add("IMDS has not been read, so it is not known what should hold, and nothing is changed: "
                        + missing.fault() + ".");
        }
        return notes;
    }

    /** Whether enough is known to say that nothing is to be done. */
    static boolean isSighted(Snapshot seen) {
        return seen.kernel().isFresh() && seen.instance().known().isPresent();
    }

    private static String settled(List<Standing> standings) {
        long ok = count(standings, State.OK);
        StringBuilder text = new StringBuilder(
                ok == 0
                        ? "No ENI is to be set up"
                        : ok == 1 ? "1 ENI is as it should be" : ok + " ENIs are as they should be");
        String between = "; ";
        for (State state : List.of(State.PENDING, State.IGNORED, State.UNKNOWN)) {
            long count = count(standings, state);
            if (count > 0) {
                text.append(between).append(count).append(' ').append(state.word());
                between = ", ";
            }
        }
        return text.append('.').toString();
    }

    private static long count(List<Standing> standings, State state) {
        return standings.stream().filter(each -> each.state() == state).count();
    }

    /** How a person knows the ENI: by its interface, or before there is one by its id or MAC address. */
    static String name(Standing standing) {
        Optional<String> link = standing.link().map(Link::name);
        return link.or(() -> standing.eni().map(eni -> eni.id().text()))
                .orElseGet(() -> standing.mac().toString());
    }
}
