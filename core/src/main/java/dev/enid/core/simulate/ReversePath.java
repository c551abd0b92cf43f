package dev.enid.core.simulate;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Sysctl;
import java.util.Optional;

/** What the host drops at its door: martian sources, and what rp_filter finds. IPv4 alone has it: fib_validate_source(). */
final class ReversePath {

    private ReversePath() {}

    /** Why a packet that came in is dropped, or empty. */
    static Optional<String> drops(KernelState state, RouteLookup lookup, Flow flow) {
        Optional<Link> link = flow.iif().flatMap(state::link);
        if (flow.family() == Family.V6 || flow.from().isEmpty() || link.isEmpty()) {
            return Optional.empty();
        }
        Ip source = flow.from().get();
        boolean marked = value(state, 0, Sysctl.Name.SRC_VALID_MARK) == 1
                || value(state, link.get().index(), Sysctl.Name.SRC_VALID_MARK) == 1;
        Flow reply = Flow.of(flow.to(), source).withMark(marked ? flow.mark() : 0);
        Optional<Fib.Match> back = lookup.decide(reply, 0);
        if (back.map(match -> match.route().type() == Route.Type.LOCAL).orElse(false)) {
            return Optional.of("its source " + source + " is the host's own address (martian source)");
        }
        int filter = Math.max(
                value(state, 0, Sysctl.Name.RP_FILTER), value(state, link.get().index(), Sysctl.Name.RP_FILTER));
        if (filter == 0) {
            return Optional.empty();
        }
        String name = "net.ipv4.conf." + link.get().name() + ".rp_filter is " + filter;
        Optional<NextHop> hop = back.flatMap(Fib.Match::hop);
        if (hop.isEmpty()) {
            return Optional.of(name + " and no route leads back to " + source);
        }
        boolean same = back.get().route().leavesBy(link.get().index());
        return filter == 1 && !same
                ? Optional.of(name + " and the way back to " + source + " leaves by "
                        + state.name(hop.get().link()))
                : Optional.empty();
    }

    private static int value(KernelState state, int link, Sysctl.Name name) {
        return state.sysctls().stream()
                .filter(each -> each.link() == link && each.name() == name)
                .mapToInt(Sysctl::value)
                .findFirst()
                .orElse(0);
    }
}
