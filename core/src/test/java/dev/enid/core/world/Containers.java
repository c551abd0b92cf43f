package dev.enid.core.world;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.RouteLookup;
import dev.enid.core.simulate.Trace;
import dev.enid.core.simulate.Verdict;
import dev.enid.core.snapshot.Ownership;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@link Law#CONTAINERS_AND_TUNNELS_STAY_REACHABLE}. */
final class Containers {

    private Containers() {}

    static List<String> violations(Pass pass) {
        KernelState before = pass.before();
        // Someone's route in table 9999 keeps the rule away that containers need; that is shown, and not done.
        boolean withheld = pass.plan().withheld().stream()
                .anyMatch(each -> each.change().step().object() instanceof Rule rule && rule.table() == Pass.COPIES);
        if (withheld) {
            return List.of();
        }
        Map<Flow, Verdict> expected = expected(before);
        // What only a rule of ours led to its link may go where someone's own rule leads it, once ours is not needed.
        RouteLookup first = new RouteLookup(before);
        RouteLookup last = new RouteLookup(pass.after());
        expected.keySet()
                .removeIf(flow -> isBy(first.trace(flow), Ownership.ENID)
                        && !isBy(last.trace(flow), Ownership.ENID)
                        && !isBy(last.trace(flow), Route.PROTOCOL_KERNEL));
        List<String> broken = new ArrayList<>();
        pass.eachStage((state, words) -> {
            RouteLookup lookup = new RouteLookup(state);
            expected.forEach((flow, verdict) -> {
                Verdict now = lookup.trace(flow).verdict();
                if (!(verdict instanceof Verdict.Leaves leaves) || !now.leavesBy(leaves.link())) {
                    broken.add(words + ": " + flow + " " + now.words(state) + ", before it " + verdict.words(before));
                }
            });
        });
        return broken;
    }

    private static boolean isBy(Trace trace, int protocol) {
        return trace.rule().map(Rule::protocol).equals(Optional.of(protocol));
    }

    private static Map<Flow, Verdict> expected(KernelState state) {
        RouteLookup lookup = new RouteLookup(state);
        Map<Flow, Verdict> expected = new LinkedHashMap<>();
        state.routes().stream()
                .filter(route -> route.table() == Route.MAIN && route.type() == Route.Type.UNICAST)
                .filter(route -> !Ownership.OF_ENID.owns(route) && isOther(state, route.link()))
                .filter(route -> route.destination().prefixLength() > 1
                        && !route.destination().ip().isLinkLocal())
                .flatMap(route -> flows(state, route))
                .forEach(flow -> {
                    Verdict verdict = lookup.trace(flow).verdict();
                    if (verdict instanceof Verdict.Leaves leaves && isOther(state, leaves.link())) {
                        expected.put(flow, verdict);
                    }
                });
        return expected;
    }

    /** To an address of the route's: without a source, from the host's own addresses, and passed on from the primary. */
    private static Stream<Flow> flows(KernelState state, Route route) {
        Ip to = route.destination().isHost()
                ? route.destination().ip()
                : route.destination().ip().plus(5);
        Stream<Flow> own = state.addresses().stream()
                .map(Address::ip)
                .filter(ip -> ip.family() == to.family() && !ip.isLinkLocal() && !ip.isLoopback())
                .limit(6)
                .map(ip -> Flow.of(ip, to));
        Ip client = Ip.parse(to.family() == Family.V4 ? "192.0.2.1" : "2001:db8:ffff::1");
        return Stream.concat(Stream.of(Flow.to(to), Flow.of(client, to).withIif("eth0")), own);
    }

    /** No ENI, and no bridge or bond of one: those bear their MAC addresses. */
    private static boolean isOther(KernelState state, int index) {
        return state.link(index)
                .filter(link -> !link.loopback())
                .map(link -> !link.name().matches("(eth|ens|br)\\d"))
                .orElse(false);
    }
}
