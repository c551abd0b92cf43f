package dev.enid.core.world;

import dev.enid.core.desire.Standing;
import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Rule;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.RouteLookup;
import dev.enid.core.simulate.Trace;
import dev.enid.core.snapshot.Ownership;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** {@link Law#CONTAINERS_ANSWER_BY_THE_ENI_THEY_WERE_ASKED_ON}. */
final class Marked {

    /** A container behind the bridge of {@link Stranger}; whatever its address, rules by source say nothing of it. */
    private static final Ip CONTAINER = Ip.parse("172.17.0.2");

    private static final Ip CLIENT = Ip.parse("203.0.113.99");

    private Marked() {}

    static List<String> violations(Pass pass) {
        // A crash may have left a part of it, and without IMDS nothing is added.
        if (pass.seen().instance().known().isEmpty()) {
            return List.of();
        }
        KernelState state = pass.after();
        List<String> broken = new ArrayList<>();
        MarkTable table = state.marks().orElse(MarkTable.ALTERED);
        if (new HashSet<>(table.marks().values()).size() != table.marks().size()) {
            broken.add("two ENIs share a mark: " + table);
        }
        boolean bridged = state.link("docker0").isPresent();
        for (Standing standing : pass.desired().standings()) {
            Optional<Link> link = standing.link();
            Optional<Integer> mark = link.map(Link::name)
                    .flatMap(name -> Optional.ofNullable(table.marks().get(name)));
            if (bridged && mark.isPresent() && standing.eni().isPresent()) {
                answers(pass, standing.eni().orElseThrow(), link.orElseThrow(), mark.get(), broken);
            }
        }
        state.rules().stream()
                .filter(rule -> Ownership.OF_ENID.owns(rule) && rule.selector().mask() != 0)
                .filter(rule -> !table.marks().containsValue(rule.selector().mark()))
                .filter(rule -> !isLeftByACrash(rule, pass))
                .forEach(rule -> broken.add("nothing sets the mark of " + rule.toIproute2(state)));
        return broken;
    }

    /** Between the rule and its table. It does nothing, and is removed when IMDS says again what there is. */
    private static boolean isLeftByACrash(Rule rule, Pass pass) {
        int mark = rule.selector().mark();
        boolean set = pass.before()
                .marks()
                .map(table -> table.marks().containsValue(mark))
                .orElse(false);
        return !pass.seen().instance().isFresh()
                && !set
                && pass.before().rules().contains(rule);
    }

    private static void answers(Pass pass, Eni eni, Link link, int mark, List<String> broken) {
        if (eni.addresses(Family.V4).isEmpty()) {
            return;
        }
        Flow reply = Flow.of(CONTAINER, CLIENT).withIif("docker0").withMark(mark);
        Trace trace = new RouteLookup(pass.after()).trace(reply);
        if (!trace.verdict().leavesBy(link.index()) && !isOthers(pass, trace, eni)) {
            broken.add("what answers on " + eni.id() + " " + trace.verdict().words(pass.after()) + ": "
                    + String.join("; ", trace.words(pass.after())));
        }
    }

    /** A rule of someone else's that is asked before, or his route in the table. */
    private static boolean isOthers(Pass pass, Trace trace, Eni eni) {
        boolean byRule = trace.rule()
                .filter(rule -> !Ownership.OF_ENID.owns(rule))
                .map(Rule::priority)
                .filter(priority -> priority < 9998)
                .isPresent();
        boolean byRoute = pass.before().routes().stream()
                .anyMatch(route -> route.table() == eni.table() && !Ownership.OF_ENID.owns(route));
        return byRule || byRoute || !trace.certain();
    }
}
