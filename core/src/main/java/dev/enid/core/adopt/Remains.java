package dev.enid.core.adopt;

import dev.enid.core.adopt.Secondaries.Secondary;
import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Reason;
import dev.enid.core.desire.Want;
import dev.enid.core.ip.Cidr;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What peers left in the kernel that enid does otherwise: it goes last. Rules first, then what only they led to. */
public final class Remains {

    private static final Cidr LINK_LOCAL_V6 = Cidr.parse("fe80::/64");

    /** The tables of the kernel itself begin here: default, main and local (RT_TABLE_DEFAULT in linux/rtnetlink.h). */
    private static final int FIRST_OF_KERNEL = 253;

    private static final int LAST_OF_KERNEL = 255;

    /** ubuntu-ec2net's fork for Docker: mark 0x1000N for table 1000N. */
    private static final int FIRST_MARK = 0x10000;

    private static final int FIRST_TABLE = 10000;

    private final List<Rule> rules;
    private final List<Route> routes;
    private final Ownership ownership;
    private final Secondaries secondaries;
    private final Set<KernelObject.Key> wanted = new HashSet<>();
    private final List<Change> changes = new ArrayList<>();

    private Remains(Snapshot snapshot, Desired desired) {
        Snapshot seen = Holds.without(snapshot);
        this.rules = seen.state().rules();
        this.routes = seen.state().routes();
        this.ownership = snapshot.host().ownership();
        this.secondaries = new Secondaries(desired);
        desired.wants().stream().map(Want::object).map(KernelObject::key).forEach(wanted::add);
    }

    /** What is to be dropped, in order. Only once all that enid wants is there: until then it is what answers. */
    public static List<Change> of(Snapshot snapshot, Desired desired) {
        Remains remains = new Remains(snapshot, desired);
        remains.find();
        return List.copyOf(remains.changes);
    }

    private void find() {
        Set<Rule> going = new HashSet<>();
        for (Rule rule : rules) {
            reason(rule).ifPresent(why -> {
                going.add(rule);
                changes.add(new Change(new KernelStep.Drop(rule), why));
            });
        }
        Set<Integer> left = new HashSet<>();
        going.stream()
                .map(Rule::table)
                .filter(table -> table < FIRST_OF_KERNEL || table > LAST_OF_KERNEL)
                .filter(table -> rules.stream()
                        .noneMatch(rule ->
                                rule.action() == Rule.Action.LOOKUP && rule.table() == table && !going.contains(rule)))
                .forEach(left::add);
        for (Route route : routes) {
            reason(route, left).ifPresent(why -> changes.add(new Change(new KernelStep.Drop(route), why)));
        }
    }

    private boolean isNobodys(KernelObject object) {
        return !ownership.owns(object) && !wanted.contains(object.key());
    }

    private Optional<Reason> reason(Rule rule) {
        if (rule.action() != Rule.Action.LOOKUP || !isNobodys(rule) || rule.table() == Route.MAIN) {
            return Optional.empty();
        }
        Rule.Selector selector = rule.selector();
        if (selector.from().isPresent()
                && selector.equals(Rule.Selector.from(selector.from().get()))) {
            return secondaries
                    .with(selector.from().get())
                    .map(each -> new Reason(
                            "enid's rule with priority ",
                            each.eni().table(),
                            " leads ",
                            selector.from().get().isHost()
                                    ? selector.from().get().ip()
                                    : selector.from().get(),
                            " to ",
                            each.link().name()));
        }
        int number = selector.mark() - FIRST_MARK;
        boolean ofFork = selector.equals(Rule.Selector.mark(selector.mark(), selector.mask()))
                && selector.mask() != 0
                && number > 0
                && rule.table() == FIRST_TABLE + number;
        return ofFork ? Optional.of(new Reason("enid marks connections by itself")) : Optional.empty();
    }

    private Optional<Reason> reason(Route route, Set<Integer> left) {
        Optional<Secondary> on = secondaries.on(route.link());
        if (on.isEmpty() || route.type() != Route.Type.UNICAST || !isNobodys(route)) {
            return Optional.empty();
        }
        if (left.contains(route.table())) {
            return Optional.of(new Reason("no rule leads to table ", route.table(), " any more"));
        }
        int own = on.get().eni().table();
        Cidr to = route.destination();
        boolean same = route.table() == own
                && (to.isEverything()
                        || to.equals(LINK_LOCAL_V6)
                        || on.get().eni().subnets(route.family()).contains(to));
        boolean second = route.table() == Route.MAIN && to.isEverything() && route.metric() == own;
        return same || second
                ? Optional.of(new Reason("enid's own route to ", to.toIproute2(), " is there"))
                : Optional.empty();
    }
}
