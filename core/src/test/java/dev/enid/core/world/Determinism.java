package dev.enid.core.world;

import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import dev.enid.core.plan.Plan;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@link Law#THE_ORDER_OF_FACTS_DOES_NOT_MATTER}. */
final class Determinism {

    private Determinism() {}

    static List<String> violations(Pass pass) {
        Snapshot seen = pass.seen();
        Snapshot turned =
                new Snapshot(seen.instance(), new Reading.Fresh<>(turned(seen.state()), Instant.EPOCH), seen.host());
        Plan again = plan(pass, seen);
        Plan other = plan(pass, turned);
        List<String> broken = new ArrayList<>();
        compare(pass, again, "seen again", broken);
        compare(pass, other, "seen in reverse", broken);
        return broken;
    }

    private static void compare(Pass pass, Plan plan, String how, List<String> broken) {
        if (plan.equals(pass.plan())) {
            return;
        }
        List<String> expected = words(pass, pass.plan());
        List<String> found = words(pass, plan);
        int same = 0;
        while (same < Math.min(expected.size(), found.size())
                && expected.get(same).equals(found.get(same))) {
            same++;
        }
        broken.add(how + ", after " + same + " equal changes, it is " + found.subList(same, found.size())
                + " instead of " + expected.subList(same, expected.size()));
    }

    private static List<String> words(Pass pass, Plan plan) {
        return Stream.concat(
                        plan.changes().stream().map(pass::words),
                        plan.withheld().stream().map(each -> "not " + pass.words(each.change()) + ": " + each.why()))
                .toList();
    }

    private static Plan plan(Pass pass, Snapshot snapshot) {
        return pass.brain()
                .plan(snapshot, pass.brain().desire(snapshot, pass.world().settings()));
    }

    /** The order of rules means something, and that of routes alike but for their link. */
    private static KernelState turned(KernelState state) {
        Map<KernelObject.Key, List<Route>> byKey = new LinkedHashMap<>();
        state.routes()
                .forEach(route -> byKey.computeIfAbsent(route.key(), _ -> new ArrayList<>())
                        .add(route));
        return new KernelState(
                state.links().reversed(),
                state.addresses().reversed(),
                List.copyOf(byKey.values()).reversed().stream()
                        .flatMap(List::stream)
                        .toList(),
                state.rules(),
                state.neighbors().reversed(),
                state.sysctls().reversed(),
                state.marks());
    }
}
