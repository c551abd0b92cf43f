package dev.enid.core.simulate;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where Linux sends a packet: rules in order, each with its table, the longest prefix with the lowest metric; then the choice of a
 * source. One instance holds the tables of one state and answers for many flows.
 *
 * <p>Not judged, and said in the trace: selectors and routes that {@link Rule.Selector#others()} and {@link Route#opaque()} stand
 * for. Of several next hops the first that is alive is named; the kernel picks one by a hash of the flow. Neighbors that do not
 * answer, which make IPv6 prefer another router, are not known here.
 */
public final class RouteLookup {

    private final KernelState state;
    private final Map<Table, List<Route>> tables;
    private final Map<Family, List<Rule>> rules;

    private record Table(Family family, int number) {}

    public RouteLookup(KernelState state) {
        this.state = state;
        tables = state.routes().stream()
                .collect(Collectors.groupingBy(route -> new Table(route.family(), route.table())));
        rules = state.rules().stream().collect(Collectors.groupingBy(Rule::family));
    }

    /** One look-up. */
    public static Trace lookup(KernelState state, Flow flow) {
        return new RouteLookup(state).trace(flow);
    }

    /** Follows the packet, and once more with its source where the kernel has to choose that. */
    public Trace trace(Flow flow) {
        Walk walk = new Walk();
        Verdict verdict = verdict(flow, walk);
        Optional<Trace> bound = flow.isLocal() && flow.from().isEmpty()
                ? verdict.source()
                        .filter(_ -> verdict instanceof Verdict.Leaves)
                        .map(source -> trace(flow.withFrom(source)))
                : Optional.empty();
        bound.filter(second -> differs(verdict, second.verdict()))
                .ifPresent(second -> walk.notes.add("With the chosen source the packet "
                        + second.verdict().words(state) + "; sockets look up again with it before they send."));
        return new Trace(flow, walk.steps, verdict, walk.notes, walk.certain, bound);
    }

    private static boolean differs(Verdict one, Verdict other) {
        return !(one instanceof Verdict.Leaves first
                && other instanceof Verdict.Leaves second
                && first.link() == second.link()
                && first.gateway().equals(second.gateway()));
    }

    private Verdict verdict(Flow flow, Walk walk) {
        Optional<Integer> oif = Optional.empty();
        if (flow.oif().isPresent()) {
            Optional<Link> link = state.link(flow.oif().get());
            if (link.isEmpty() || !link.get().up()) {
                walk.notes.add(flow.oif().get() + (link.isEmpty() ? " is not there." : " is down."));
                return new Verdict.NoRoute();
            }
            oif = link.map(Link::index);
        }
        Optional<Decision> decision = walk(flow, oif, 0, walk);
        Verdict verdict = decision.map(each -> verdict(flow, each, walk)).orElseGet(Verdict.NoRoute::new);
        boolean nowhere = verdict instanceof Verdict.NoRoute || verdict instanceof Verdict.Barred;
        if (nowhere && oif.isPresent() && flow.isLocal() && flow.family() == Family.V4) {
            walk.notes.add("No route by " + flow.oif().orElseThrow()
                    + ": Linux takes the destination to be on the link itself.");
            int link = oif.get();
            Optional<Ip> source =
                    flow.from().or(() -> SourceSelection.chooseV4(state, link, Optional.empty(), Route.SCOPE_LINK));
            return new Verdict.Leaves(link, Optional.empty(), source, Optional.empty());
        }
        if (flow.isLocal()) {
            noteStrangeSource(flow, walk);
            return verdict;
        }
        return ReversePath.drops(state, this, flow)
                .or(() -> notForwarded(flow, verdict))
                .<Verdict>map(Verdict.Dropped::new)
                .orElse(verdict);
    }

    private Verdict verdict(Flow flow, Decision decision, Walk walk) {
        return switch (decision) {
            case Decision.ByRule(Verdict.Bar bar) -> new Verdict.Barred(bar);
            case Decision.ByRoute(Fib.Match(Route route, Optional<NextHop> hop, boolean _)) ->
                hop.map(each -> onward(flow, route, each, walk)).orElseGet(() -> new Verdict.Barred(bar(route.type())));
        };
    }

    private Verdict onward(Flow flow, Route route, NextHop hop, Walk walk) {
        if (route.hops().size() > 1) {
            walk.notes.add("The route has " + route.hops().size() + " next hops; the kernel picks one for each flow.");
        }
        if ((hop.flags() & NextHop.LINKDOWN) != 0) {
            walk.notes.add(state.name(hop.link()) + " has no carrier.");
        }
        boolean local = route.type() == Route.Type.LOCAL || route.type() == Route.Type.ANYCAST;
        Optional<Ip> source = flow.from()
                .or(() -> local && flow.family() == Family.V4
                        ? route.preferredSource().or(() -> Optional.of(flow.to()))
                        : SourceSelection.choose(state, route, hop, flow.to()));
        if (local) {
            return new Verdict.Local(hop.link(), source, route);
        }
        return route.type() == Route.Type.BROADCAST
                ? new Verdict.Broadcast(hop.link(), source, route)
                : new Verdict.Leaves(hop.link(), hop.gateway(), source, Optional.of(route));
    }

    private void noteStrangeSource(Flow flow, Walk walk) {
        flow.from()
                .filter(ip ->
                        state.addresses().stream().noneMatch(each -> each.ip().equals(ip)))
                .ifPresent(ip -> walk.notes.add(
                        ip + " is no address of the host: only a socket that may (IP_FREEBIND) sends from it."));
    }

    private Optional<String> notForwarded(Flow flow, Verdict verdict) {
        if (!(verdict instanceof Verdict.Leaves)) {
            return Optional.empty();
        }
        int link = flow.family() == Family.V6
                ? 0
                : flow.iif().flatMap(state::link).map(Link::index).orElse(0);
        Sysctl.Name name = flow.family() == Family.V6 ? Sysctl.Name.FORWARDING_V6 : Sysctl.Name.FORWARDING;
        return state.sysctls().stream()
                .filter(each -> each.link() == link && each.name() == name && each.value() == 0)
                .findFirst()
                .map(each ->
                        each.toIproute2(state).substring("sysctl ".length()) + ": the host does not pass packets on");
    }

    /** What decides about a packet, without a trace of it. */
    Optional<Fib.Match> decide(Flow flow, int leastScope) {
        Optional<Integer> oif = flow.oif().flatMap(state::link).map(Link::index);
        return walk(flow, oif, leastScope, new Walk())
                .filter(Decision.ByRoute.class::isInstance)
                .map(each -> ((Decision.ByRoute) each).match());
    }

    /** What was seen on the way. */
    private static final class Walk {
        final List<Trace.Step> steps = new ArrayList<>();
        final List<String> notes = new ArrayList<>();
        boolean certain = true;
    }

    private sealed interface Decision {
        record ByRoute(Fib.Match match) implements Decision {}

        record ByRule(Verdict.Bar bar) implements Decision {}
    }

    /** fib_rules_lookup(). */
    private Optional<Decision> walk(Flow flow, Optional<Integer> oif, int leastScope, Walk walk) {
        List<Rule> family = rules.getOrDefault(flow.family(), List.of());
        int at = 0;
        while (at < family.size()) {
            Rule rule = family.get(at++);
            Optional<Trace.Answer> mismatch = RuleMatch.mismatch(rule, flow, state);
            if (mismatch.isPresent()) {
                if (mismatch.get() instanceof Trace.Answer.Unclear) {
                    walk.certain = false;
                    walk.notes.add(
                            "Whether \"" + rule.toIproute2(state) + "\" is about the packet cannot be judged from"
                                    + " here: " + rule.selector().others() + ".");
                }
                walk.steps.add(new Trace.Step(rule, mismatch.get()));
                continue;
            }
            if (rule.action() == Rule.Action.GOTO) {
                int target = place(family, rule.table());
                walk.steps.add(new Trace.Step(rule, new Trace.Answer.Jumps(rule.table(), target >= at)));
                at = target >= at ? target : at;
                continue;
            }
            Optional<Decision> decision = act(rule, flow, oif, leastScope, walk);
            if (decision.isPresent()) {
                return decision;
            }
        }
        return Optional.empty();
    }

    private static int place(List<Rule> family, int priority) {
        for (int i = 0; i < family.size(); i++) {
            if (family.get(i).priority() == priority) {
                return i;
            }
        }
        return -1;
    }

    private Optional<Decision> act(Rule rule, Flow flow, Optional<Integer> oif, int leastScope, Walk walk) {
        Optional<Decision> decision = switch (rule.action()) {
            case LOOKUP -> search(rule, flow, oif, leastScope, walk);
            case BLACKHOLE -> barred(rule, Verdict.Bar.BLACKHOLE, walk);
            case UNREACHABLE -> barred(rule, Verdict.Bar.UNREACHABLE, walk);
            case PROHIBIT -> barred(rule, Verdict.Bar.PROHIBIT, walk);
            case GOTO, NOP -> {
                walk.steps.add(new Trace.Step(rule, new Trace.Answer.Nop()));
                yield Optional.empty();
            }
        };
        return decision;
    }

    private static Optional<Decision> barred(Rule rule, Verdict.Bar bar, Walk walk) {
        walk.steps.add(new Trace.Step(rule, new Trace.Answer.Decides(Optional.empty(), Optional.empty())));
        return Optional.of(new Decision.ByRule(bar));
    }

    private Optional<Decision> search(Rule rule, Flow flow, Optional<Integer> oif, int leastScope, Walk walk) {
        List<Route> table = tables.getOrDefault(new Table(flow.family(), rule.table()), List.of());
        Optional<Fib.Match> found = Fib.search(table, new Fib.Query(flow.to(), oif, leastScope));
        if (found.map(Fib.Match::skipped).orElseGet(() -> Fib.hasOpaque(table, flow.to()))) {
            walk.certain = false;
            walk.notes.add("Table " + rule.table() + " has routes to " + flow.to()
                    + " that cannot be judged from here (encapsulation, TOS or a source prefix).");
        }
        Trace.Answer answer = found.map(match -> answer(rule, match)).orElseGet(Trace.Answer.NotInTable::new);
        walk.steps.add(new Trace.Step(rule, answer));
        return answer instanceof Trace.Answer.Decides ? found.map(Decision.ByRoute::new) : Optional.empty();
    }

    /** Suppression looks at routes that lead somewhere; a blackhole of any length counts. */
    private static Trace.Answer answer(Rule rule, Fib.Match match) {
        Route route = match.route();
        if (route.type() == Route.Type.THROW) {
            return new Trace.Answer.Thrown(route);
        }
        boolean suppressed =
                match.hop().isPresent() && route.destination().prefixLength() <= rule.suppressPrefixLength();
        return suppressed
                ? new Trace.Answer.Suppressed(route)
                : new Trace.Answer.Decides(Optional.of(route), match.hop());
    }

    private static Verdict.Bar bar(Route.Type type) {
        return switch (type) {
            case BLACKHOLE, THROW -> Verdict.Bar.BLACKHOLE;
            case PROHIBIT -> Verdict.Bar.PROHIBIT;
            case UNREACHABLE, UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> Verdict.Bar.UNREACHABLE;
        };
    }
}
