package dev.enid.core.desire;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Table 9999: what the main table says of links that are no ENIs (bridges of containers, overlays, VPNs), asked before any
 * rule by source address, so that a reply to a container finds its bridge although it bears an ENI's address.
 *
 * <p>The table is asked before the main table, so it would also hide more specific routes of the main table that leave by an
 * ENI: 10.0.0.0/8 by a VPN would swallow the primary's own 10.0.1.0/24. Each of those gets a {@code throw} route, at which the
 * search goes on with the next rule.
 */
final class OtherLinks {

    static final int TABLE = 9999;
    static final int PRIORITY = 9999;

    private static final Reason THROWN =
            new Reason("the main table leads there by an ENI, more precisely than the routes around it in table 9999");

    private final KernelState state;
    private final EniLinks links;
    private final MainTable main;
    private final int protocol;

    OtherLinks(Snapshot snapshot, EniLinks links, MainTable main) {
        this.state = snapshot.state();
        this.links = links;
        this.main = main;
        this.protocol = snapshot.host().ownership().protocol();
    }

    /** The table's routes of one family; empty where nothing leaves by a link that is no ENI. */
    List<Want> wants(Family family, List<Cidr> subnetsOfEnis) {
        Map<Cidr, Route> best = bestOf(family);
        Set<Cidr> byEni = new HashSet<>(subnetsOfEnis);
        List<Want> wants = new ArrayList<>();
        for (Route route : best.values()) {
            if (isMirrored(route)) {
                wants.add(new Want(copy(route), because(route)));
                byEni.remove(route.destination());
            } else {
                byEni.add(route.destination());
            }
        }
        List<Cidr> mirrored = best.values().stream()
                .filter(this::isMirrored)
                .map(Route::destination)
                .toList();
        byEni.stream()
                .filter(inner -> mirrored.stream().anyMatch(outer -> outer.contains(inner)))
                .sorted()
                .map(inner -> Route.nowhere(Route.Type.THROW, TABLE, inner, metric(family), protocol))
                .forEach(route -> wants.add(new Want(route, THROWN)));
        return wants;
    }

    Want rule(Family family) {
        return new Want(
                Rule.lookup(family, PRIORITY, Rule.Selector.ALL, TABLE, protocol),
                new Reason(
                        "containers, overlays and VPNs are reached by their own links, from every address of the host"));
    }

    /** For each destination the route that the main table itself would take. */
    private Map<Cidr, Route> bestOf(Family family) {
        Map<Cidr, Route> best = new TreeMap<>();
        for (Route route : main.foreign()) {
            if (route.family() == family && isCandidate(route)) {
                best.merge(route.destination(), route, (a, b) -> a.metric() <= b.metric() ? a : b);
            }
        }
        return best;
    }

    /** Defaults and their halves (a VPN's 0/1 and 128/1) are no specific routes. What is local to a link is asked by link. */
    private static boolean isCandidate(Route route) {
        Cidr destination = route.destination();
        return destination.prefixLength() > 1
                && !destination.ip().isLinkLocal()
                && !destination.ip().isMulticast()
                && !destination.ip().isLoopback();
    }

    private boolean isMirrored(Route route) {
        return switch (route.type()) {
            case UNICAST -> !route.opaque() && route.hops().stream().allMatch(hop -> isOther(hop.link()));
            case BLACKHOLE, UNREACHABLE, PROHIBIT -> true;
            case LOCAL, BROADCAST, ANYCAST, MULTICAST, THROW -> false;
        };
    }

    private boolean isOther(int index) {
        return state.link(index).filter(links::isOther).isPresent();
    }

    private Route copy(Route route) {
        return new Route(
                TABLE,
                route.destination(),
                route.type(),
                route.metric(),
                protocol,
                route.scope(),
                route.preferredSource(),
                route.hops().stream().map(OtherLinks::reachable).toList(),
                route.metrics(),
                false);
    }

    /** The main table vouches that the gateway is on the link; in a table of its own the kernel could not tell. */
    static NextHop reachable(NextHop hop) {
        int onLink = hop.gateway().isPresent() ? NextHop.ONLINK : 0;
        return new NextHop(
                hop.link(), hop.gateway(), hop.weight(), hop.withoutState().flags() | onLink);
    }

    private Reason because(Route route) {
        String by = route.hops().isEmpty() ? route.type().keyword() : "by " + state.name(route.link());
        return new Reason("the main table has " + route.destination() + " " + by + ", which is no ENI");
    }

    /** IPv6 has no metric 0. */
    private static long metric(Family family) {
        return family == Family.V4 ? 0 : 1024;
    }
}
