package dev.enid.core.world;

import dev.enid.core.desire.Standing;
import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.RouteLookup;
import dev.enid.core.simulate.Trace;
import dev.enid.core.simulate.Verdict;
import dev.enid.core.snapshot.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@link Law#EVERY_ADDRESS_ANSWERS_BY_ITS_OWN_ENI}. */
final class Answers {

    private Answers() {}

    static List<String> violations(Pass pass) {
        List<Standing> standings = pass.desired().standings().stream()
                .filter(each -> each.state() == Standing.State.OK)
                .toList();
        boolean alone = standings.size() == 1
                && standings.getFirst().eni().map(Eni::primary).orElse(false);
        if (alone) {
            return List.of();
        }
        RouteLookup lookup = new RouteLookup(pass.after());
        List<String> broken = new ArrayList<>();
        for (Standing standing : standings) {
            Eni eni = standing.eni().orElseThrow();
            Link link = standing.link().orElseThrow();
            sources(pass, eni, link).forEach(ip -> check(pass, lookup, eni, link, ip, broken));
        }
        return broken;
    }

    /** Its addresses, and one of each prefix; where pods own them, the first of each family. */
    private static Stream<Ip> sources(Pass pass, Eni eni, Link link) {
        boolean pods = pass.world().pods() != World.Pods.NONE;
        boolean noV6 = pass.after().sysctls().stream()
                .anyMatch(each ->
                        each.link() == link.index() && each.name() == Sysctl.Name.DISABLE_IPV6 && each.value() != 0);
        Stream<Ip> addresses = pods
                ? Stream.of(Family.values())
                        .flatMap(family -> eni.addresses(family).stream().limit(1))
                : Stream.concat(
                        eni.addresses(), eni.prefixes().stream().map(Cidr::ip).map(ip -> ip.plus(3)));
        return addresses.filter(ip -> ip.family() == Family.V4 || !noV6);
    }

    private static void check(Pass pass, RouteLookup lookup, Eni eni, Link link, Ip ip, List<String> broken) {
        KernelState state = pass.after();
        Ip client = Ip.parse(ip.family() == Family.V4 ? "203.0.113.99" : "2001:db8:ffff::99");
        Trace reply = lookup.trace(Flow.of(ip, client));
        if (isTaken(pass, reply, eni)) {
            return;
        }
        boolean accepted = reply.verdict().source().map(eni::owns).orElse(false);
        if (!reply.verdict().leavesBy(link.index()) || !accepted) {
            broken.add(ip + " of " + eni.id() + " " + reply.verdict().words(state) + ": "
                    + String.join("; ", reply.words(state)));
        }
        boolean here = state.addresses().stream().anyMatch(each -> each.ip().equals(ip) && each.link() == link.index());
        if (here) {
            Trace request = lookup.trace(Flow.of(client, ip).withIif(link.name()));
            if (!(request.verdict() instanceof Verdict.Local)) {
                broken.add("a request to " + ip + " " + request.verdict().words(state));
            }
        }
    }

    /** Someone's own rule, or his route in a table of ours, decides: that is his will. */
    private static boolean isTaken(Pass pass, Trace trace, Eni eni) {
        boolean byRule = trace.rule()
                .map(Rule::protocol)
                .filter(protocol -> protocol != Route.PROTOCOL_KERNEL && protocol != Ownership.ENID)
                .isPresent();
        boolean byRoute = pass.before().routes().stream()
                .anyMatch(route -> route.table() == eni.table() && !Ownership.OF_ENID.owns(route));
        return byRule || byRoute || !trace.certain();
    }
}
