package dev.enid.core.world;

import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.RouteLookup;
import dev.enid.core.simulate.Verdict;
import dev.enid.core.snapshot.Ownership;
import java.util.ArrayList;
import java.util.List;

/** {@link Law#NOTHING_OF_OURS_OUTRANKS_OTHERS}. */
final class Ranks {

    /** In no subnet of an ENI. */
    private static final List<Ip> OUTSIDE = List.of(
            Ip.parse("192.0.2.1"),
            Ip.parse("198.51.100.7"),
            Ip.parse("203.0.113.99"),
            Ip.parse("169.254.169.254"),
            Ip.parse("10.0.9.9"),
            Ip.parse("2001:db8:ffff::1"));

    private Ranks() {}

    static List<String> violations(Pass pass) {
        KernelState before = pass.before();
        int primary = before.link("eth0").orElseThrow().index();
        List<Route> theirs = before.routes().stream()
                .filter(route -> route.table() == Route.MAIN && !Ownership.OF_ENID.owns(route))
                .filter(route -> route.leavesBy(primary))
                .toList();
        RouteLookup first = new RouteLookup(before);
        List<String> broken = new ArrayList<>();
        pass.eachStage((state, words) -> {
            for (Route ours : state.routes()) {
                if (ours.table() == Route.MAIN && Ownership.OF_ENID.owns(ours)) {
                    theirs.stream()
                            .filter(route ->
                                    route.destination().equals(ours.destination()) && route.metric() >= ours.metric())
                            .forEach(route -> broken.add(words + ": " + ours.toIproute2(state) + " goes before "
                                    + route.toIproute2(before)));
                }
            }
            RouteLookup lookup = new RouteLookup(state);
            for (Ip to : OUTSIDE) {
                Verdict was = first.trace(Flow.to(to)).verdict();
                Verdict is = lookup.trace(Flow.to(to)).verdict();
                boolean byOthers = was instanceof Verdict.Leaves leaves
                        && leaves.route()
                                .filter(route -> route.table() == Route.MAIN && !Ownership.OF_ENID.owns(route))
                                .isPresent();
                if (byOthers && !is.leavesBy(((Verdict.Leaves) was).link())) {
                    broken.add(words + ": " + to + " " + is.words(state) + ", before it " + was.words(before));
                }
            }
        });
        return broken;
    }
}
