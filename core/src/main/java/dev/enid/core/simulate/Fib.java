package dev.enid.core.simulate;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One search of one routing table: fib_table_lookup() and fib6_table_lookup(). */
final class Fib {

    /** The longest prefix first, then the lowest metric, then the order in which the kernel lists them. */
    private static final Comparator<Route> ORDER = Comparator.<Route>comparingInt(
                    route -> -route.destination().prefixLength())
            .thenComparingLong(Route::metric);

    private Fib() {}

    /**
     * What is looked for.
     *
     * @param oif the only link that will do
     * @param leastScope a route of a wider scope does not count; only IPv4 has scopes
     */
    record Query(Ip to, Optional<Integer> oif, int leastScope) {}

    /**
     * The route that decides, with the next hop that is taken.
     *
     * @param hop absent for blackhole and its like
     * @param skipped whether a route that cannot be judged came before it
     */
    record Match(Route route, Optional<NextHop> hop, boolean skipped) {}

    /** Searches the routes of one table. A match may be a throw route. */
    static Optional<Match> search(List<Route> table, Query query) {
        boolean skipped = false;
        List<Route> candidates = table.stream()
                .filter(route -> route.destination().contains(query.to()))
                .sorted(ORDER)
                .toList();
        for (Route route : candidates) {
            skipped |= route.opaque();
            Optional<Match> match = route.opaque() ? Optional.empty() : match(route, query, skipped);
            if (match.isPresent()) {
                return match;
            }
        }
        return Optional.empty();
    }

    private static Optional<Match> match(Route route, Query query, boolean skipped) {
        boolean v4 = route.family() == Family.V4;
        if (v4 && route.scope() < query.leastScope()) {
            return Optional.empty();
        }
        if (!bars(route)) {
            return hop(route, query.oif()).map(hop -> new Match(route, Optional.of(hop), skipped));
        }
        // IPv6 hangs them on lo, so a socket bound to another link does not see them.
        return v4 || query.oif().isEmpty()
                ? Optional.of(new Match(route, Optional.empty(), skipped))
                : Optional.empty();
    }

    /** Whether a table has routes that {@link #search} passes over for the destination. */
    static boolean hasOpaque(List<Route> table, Ip to) {
        return table.stream()
                .anyMatch(route -> route.opaque() && route.destination().contains(to));
    }

    private static boolean bars(Route route) {
        return switch (route.type()) {
            case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> true;
            case UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> false;
        };
    }

    private static Optional<NextHop> hop(Route route, Optional<Integer> oif) {
        return route.hops().stream()
                .filter(hop -> (hop.flags() & NextHop.DEAD) == 0)
                .filter(hop -> oif.isEmpty() || oif.get() == hop.link())
                .findFirst();
    }
}
