package dev.enid.core.simulate;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.reading.Fault;
import java.util.List;
import java.util.Optional;

/** What the kernel asks of a route's links, gateways and source before it takes it: fib_check_nh() and ip6_validate_gw(). */
final class Gateways {

    private Gateways() {}

    static Optional<Fault> check(Draft draft, Route route, String doing) {
        for (NextHop hop : route.hops()) {
            if (draft.link(hop.link()).isEmpty()) {
                return Refusal.noLink(doing);
            }
            if (!draft.isUp(hop.link())) {
                return Refusal.refused(doing, "ENETDOWN: " + draft.name(hop.link()) + " is down");
            }
            if (route.family() == Family.V6 && !draft.carriesV6(hop.link())) {
                return Refusal.notPermitted(doing, "EACCES: IPv6 is disabled on " + draft.name(hop.link()));
            }
            Optional<Fault> fault = hop.gateway().flatMap(gateway -> gateway(draft, route, hop, gateway, doing));
            if (fault.isPresent()) {
                return fault;
            }
        }
        boolean sourceMissing = route.preferredSource()
                .map(source ->
                        draft.addresses.stream().noneMatch(each -> each.ip().equals(source)))
                .orElse(false);
        boolean isItself = route.type() == Route.Type.LOCAL
                && route.preferredSource().map(Ip::toCidr).equals(Optional.of(route.destination()));
        return sourceMissing && !isItself
                ? Refusal.refused(
                        doing,
                        "EINVAL: the host does not have the source "
                                + route.preferredSource().orElseThrow())
                : Optional.empty();
    }

    private static Optional<Fault> gateway(Draft draft, Route route, NextHop hop, Ip gateway, String doing) {
        boolean own = draft.addresses.stream().anyMatch(each -> each.ip().equals(gateway));
        if (own && gateway.family() == Family.V6) {
            return Refusal.refused(doing, "EINVAL: the gateway is the host's own address");
        }
        if (gateway.family() == Family.V6 && gateway.isLinkLocal()) {
            return Optional.empty();
        }
        boolean reachable = hop.onLink() ? !own && !isBroadcast(draft, gateway) : isOnLink(draft, route, hop, gateway);
        return reachable
                ? Optional.empty()
                : Refusal.refused(
                        doing,
                        (gateway.family() == Family.V4 ? "ENETUNREACH" : "EHOSTUNREACH") + ": " + gateway
                                + " is not on " + draft.name(hop.link()));
    }

    private static boolean isBroadcast(Draft draft, Ip gateway) {
        return draft.routes.stream()
                .anyMatch(each -> each.type() == Route.Type.BROADCAST
                        && each.destination().contains(gateway));
    }

    /** The route's own table is asked first; IPv4 leaves that out for main, which the rules lead to anyway. */
    private static boolean isOnLink(Draft draft, Route route, NextHop hop, Ip gateway) {
        boolean v4 = route.family() == Family.V4;
        List<Route> table = draft.routes.stream()
                .filter(each -> each.table() == route.table() && !(v4 && route.table() == Route.MAIN))
                .toList();
        Optional<Fib.Match> own = Fib.search(table, new Fib.Query(gateway, Optional.of(hop.link()), Route.SCOPE_LINK));
        if (own.filter(match -> v4 ? match.hop().isPresent() : serves(match)).isPresent()) {
            return serves(own.get());
        }
        return new RouteLookup(draft.toState())
                .decide(Flow.to(gateway).withOif(draft.name(hop.link())), Route.SCOPE_LINK)
                .map(Gateways::serves)
                .orElse(false);
    }

    private static boolean serves(Fib.Match match) {
        return switch (match.route().type()) {
            case UNICAST -> match.hop().map(hop -> hop.gateway().isEmpty()).orElse(false);
            case LOCAL -> match.route().family() == Family.V4;
            case BROADCAST, ANYCAST, MULTICAST, BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> false;
        };
    }
}
