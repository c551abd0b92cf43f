package dev.enid.core.world;

import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.RouteLookup;
import dev.enid.core.simulate.Trace;
import dev.enid.core.simulate.Verdict;
import dev.enid.core.snapshot.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link Law#UNKNOWN_IS_NOT_ABSENT}. */
final class Unsure {

    private Unsure() {}

    static List<String> violations(Pass pass) {
        List<String> broken = new ArrayList<>();
        for (Change change : pass.plan().changes()) {
            if (change.step() instanceof KernelStep.Drop(KernelObject object) && !isSure(pass, object)) {
                broken.add(pass.words(change));
            }
        }
        broken.addAll(silenced(pass));
        return broken;
    }

    /**
     * What an ENI that IMDS does not describe now answered by itself, to a client outside and to a neighbor, it still does, as long as
     * a rule and a route of ours see to that: where someone flushed them, only IMDS could tell how they were.
     */
    private static List<String> silenced(Pass pass) {
        RouteLookup first = new RouteLookup(pass.before());
        RouteLookup last = new RouteLookup(pass.after());
        List<String> broken = new ArrayList<>();
        for (Address address : pass.before().addresses()) {
            int link = address.link();
            boolean apart = Ownership.OF_ENID.owns(address) && !isListed(pass, link) && !isOptedOut(pass, link);
            if (!apart) {
                continue;
            }
            boolean v4 = address.ip().family() == Family.V4;
            Ip client = Ip.parse(v4 ? "203.0.113.99" : "2001:db8:ffff::99");
            Ip neighbor = address.ip().masked(v4 ? 24 : 64).plus(250);
            for (Ip to : List.of(client, neighbor)) {
                Flow flow = Flow.of(address.ip(), to);
                Verdict verdict = last.trace(flow).verdict();
                Trace before = first.trace(flow);
                boolean byOurs = before.rule().filter(Ownership.OF_ENID::owns).isPresent()
                        && before.route().filter(Ownership.OF_ENID::owns).isPresent();
                if (byOurs && before.verdict().leavesBy(link) && !verdict.leavesBy(link)) {
                    broken.add(flow + " " + verdict.words(pass.after()));
                }
            }
        }
        return broken;
    }

    private static boolean isSure(Pass pass, KernelObject object) {
        if (object instanceof MarkTable table) {
            return pass.after().rules().stream()
                    .filter(Ownership.OF_ENID::owns)
                    .noneMatch(rule -> rule.selector().mask() == table.mask());
        }
        int table = switch (object) {
            case Route route -> route.table();
            case Rule rule -> rule.table();
            case KernelObject _ -> 0;
        };
        // Its original is gone, as the kernel itself shows.
        if (table == Pass.COPIES) {
            return true;
        }
        boolean fresh = pass.seen().instance().isFresh();
        Set<Integer> links = links(pass.before(), object);
        if (links.isEmpty() || (object instanceof Rule && isOfAnEni(pass, table, fresh))) {
            return true;
        }
        boolean optedOut = links.stream().allMatch(index -> isOptedOut(pass, index));
        boolean described = links.stream().allMatch(index -> isListed(pass, index));
        return optedOut || (fresh && described);
    }

    /** Whether the table is that of an ENI which is there, and of which IMDS or a person has spoken. */
    private static boolean isOfAnEni(Pass pass, int table, boolean fresh) {
        return pass.desired().standings().stream()
                .filter(each -> each.eni().map(Eni::table).equals(Optional.of(table)))
                .flatMap(each -> each.link().stream())
                .anyMatch(link -> fresh || isOptedOut(pass, link.index()));
    }

    /** The links that an object serves; for a rule those of its table, or that have its source. */
    private static Set<Integer> links(KernelState state, KernelObject object) {
        if (!(object instanceof Rule rule)) {
            return Set.of(object.link());
        }
        Set<Integer> byTable = state.routes().stream()
                .filter(route -> route.table() == rule.table() && Ownership.OF_ENID.owns(route))
                .filter(route -> !route.hops().isEmpty())
                .map(Route::link)
                .collect(Collectors.toSet());
        Optional<Cidr> from = rule.selector().from();
        Set<Cidr> ofTable = state.rules().stream()
                .filter(each -> each.table() == rule.table() && each.protocol() == rule.protocol())
                .flatMap(each -> each.selector().from().stream())
                .collect(Collectors.toSet());
        return byTable.isEmpty() && from.isPresent()
                ? state.addresses().stream()
                        .filter(each -> ofTable.contains(each.ip().toCidr()))
                        .map(Address::link)
                        .collect(Collectors.toSet())
                : byTable;
    }

    private static boolean isListed(Pass pass, int index) {
        return mac(pass, index)
                .map(mac -> pass.seen()
                        .instance()
                        .known()
                        .flatMap(each -> each.eni(mac))
                        .isPresent())
                .orElse(false);
    }

    private static boolean isOptedOut(Pass pass, int index) {
        Optional<Link> link = pass.before().link(index);
        Optional<Eni> eni =
                mac(pass, index).flatMap(mac -> pass.seen().instance().known().flatMap(each -> each.eni(mac)));
        boolean held = mac(pass, index)
                .map(mac -> pass.world().settings().held().contains(mac))
                .orElse(false);
        boolean byEni = eni.isPresent()
                && pass.world().settings().ignored().stream().anyMatch(each -> each.matches(eni.get(), link));
        boolean byName = link.isPresent()
                && pass.world().settings().ignored().stream()
                        .anyMatch(each -> each.text().equals(link.get().name()));
        return held || byEni || byName;
    }

    private static Optional<Mac> mac(Pass pass, int index) {
        return pass.before().link(index).flatMap(Link::mac);
    }
}
