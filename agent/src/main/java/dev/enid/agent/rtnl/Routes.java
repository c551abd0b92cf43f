package dev.enid.agent.rtnl;

import dev.enid.core.ip.Family;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.linux.wire.RouteHop;
import dev.enid.linux.wire.RouteMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routes to and from the wire. */
final class Routes {

    /** RTNH_F_ONLINK, the one flag of a next hop that a request may set. */
    private static final int REQUESTED = NextHop.ONLINK;

    private static final Route.Type[] TYPES = Route.Type.values();

    private Routes() {}

    /** Empty for types that are not routes of packets (RTN_NAT, RTN_XRESOLVE). */
    static Optional<Route> read(RouteMessage message) {
        return type(message.type())
                .map(type -> new Route(
                        message.table(),
                        message.destination(),
                        type,
                        message.priority(),
                        message.protocol(),
                        message.scope(),
                        message.preferredSource(),
                        leavesNowhere(type) ? List.of() : hops(message),
                        message.metrics(),
                        message.hasMore()));
    }

    static Optional<Route.Type> type(int number) {
        return number >= 1 && number <= TYPES.length ? Optional.of(TYPES[number - 1]) : Optional.empty();
    }

    /** IPv6 hangs its blackholes on the loopback link, as rt6_fill_node tells; they leave there no more than IPv4's. */
    private static boolean leavesNowhere(Route.Type type) {
        return switch (type) {
            case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> true;
            case UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> false;
        };
    }

    private static List<NextHop> hops(RouteMessage message) {
        List<RouteHop> found = message.hops();
        if (found.size() == 1) {
            return List.of(read(found.getFirst()));
        }
        List<NextHop> hops = new ArrayList<>(found.size());
        found.forEach(hop -> hops.add(read(hop)));
        return hops;
    }

    private static NextHop read(RouteHop hop) {
        return new NextHop(hop.link(), hop.gateway(), hop.weight(), hop.flags());
    }

    /** @throws IllegalArgumentException for a route with attributes that {@link Route} does not hold */
    static RouteMessage write(Route route) {
        if (route.opaque()) {
            throw new IllegalArgumentException("a route with attributes that enid does not know cannot be written");
        }
        RouteMessage message = RouteMessage.of(
                        route.table(), route.destination(), route.type().number(), scope(route), route.protocol())
                .withHops(route.hops().stream().map(Routes::write).toList());
        if (route.metric() != 0) {
            message = message.withPriority(route.metric());
        }
        if (route.preferredSource().isPresent()) {
            message = message.withPreferredSource(route.preferredSource().get());
        }
        return route.metrics().isEmpty() ? message : message.withMetrics(route.metrics());
    }

    private static int scope(Route route) {
        return route.family() == Family.V6 ? Route.SCOPE_UNIVERSE : route.scope();
    }

    private static RouteHop write(NextHop hop) {
        return new RouteHop(hop.link(), hop.gateway(), hop.weight(), hop.flags() & REQUESTED, true);
    }
}
