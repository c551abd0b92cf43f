package dev.enid.core.desire;

import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.snapshot.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The main table as others made it: what enid reads there to place its own routes behind theirs. */
final class MainTable {

    /** The virtual router's address in every VPC subnet (EC2 user guide, "Instance metadata and IPv6"). */
    private static final Ip GATEWAY_V6 = Ip.parse("fe80:ec2::1");

    /** RFC 4291, 2.5.6. */
    private static final Cidr LINK_LOCAL_V6 = Cidr.parse("fe80::/10");

    /** Where nobody has a default route: what the kernel itself gives IPv6 routes. */
    private static final long METRIC_ALONE = 1024;

    private final List<Route> foreign;
    private final OptionalInt primaryLink;
    private final Set<Integer> managed;
    private final Set<Cidr> own;

    /** @param managed links whose routes the host's manager makes for us: they look like anybody's, and must not count themselves */
    MainTable(Snapshot snapshot, OptionalInt primaryLink, Set<Integer> managed) {
        this.foreign = snapshot.state().routes().stream()
                .filter(route -> route.table() == Route.MAIN)
                .filter(route -> !snapshot.host().ownership().owns(route))
                .toList();
        this.primaryLink = primaryLink;
        this.managed = Set.copyOf(managed);
        this.own = snapshot.state().addresses().stream()
                .map(address -> address.ip().toCidr())
                .collect(Collectors.toSet());
    }

    private boolean isOwn(Cidr destination) {
        return destination.isHost() && own.contains(destination);
    }

    List<Route> foreign() {
        return foreign;
    }

    /**
     * The unicast routes of others by this link, default routes left out, and what the kernel itself routes on every IPv6 link: that
     * appears only once the link is up, and would make a second pass necessary. Left out, too, are routes to the host's own addresses,
     * such as the kernel makes for one of IPv6 that is alone in its network: these are found before any rule is asked.
     */
    Stream<Route> specifics(int link) {
        return foreign.stream()
                .filter(route -> route.type() == Route.Type.UNICAST && route.leavesBy(link))
                .filter(route -> !LINK_LOCAL_V6.contains(route.destination()))
                .filter(route -> !isOwn(route.destination()))
                .filter(route -> !route.destination().isEverything() && !route.opaque());
    }

    /**
     * The gateway of an ENI: the one that the host's own default route by this link uses, seen in an advertisement or got by
     * DHCP; else the VPC's convention, subnet base + 1 and fe80:ec2::1.
     */
    Optional<Ip> gateway(Eni eni, int link, Family family) {
        return foreign.stream()
                .filter(route -> isDefault(route, family) && route.leavesBy(link))
                .sorted(Comparator.comparingLong(Route::metric))
                .flatMap(route -> route.hops().stream())
                .filter(hop -> hop.link() == link)
                .map(NextHop::gateway)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> family == Family.V6
                        ? Optional.of(GATEWAY_V6)
                        : eni.subnetV4().map(subnet -> subnet.ip().plus(1)));
    }

    /**
     * The metric that a route to {@code destination} by a secondary ENI starts from: at least that of every default route by
     * the primary, and of every route of others to the same destination, so that none of them is outranked.
     */
    long base(Cidr destination) {
        Family family = destination.family();
        OptionalLong ofPrimary = foreign.stream()
                .filter(route -> isDefault(route, family))
                .filter(route -> primaryLink.isPresent() && route.leavesBy(primaryLink.getAsInt()))
                .mapToLong(MainTable::rank)
                .max();
        long defaults = ofPrimary.orElseGet(() -> foreign.stream()
                .filter(route -> isDefault(route, family) && !isManaged(route))
                .mapToLong(MainTable::rank)
                .reduce(METRIC_ALONE, Math::max));
        long same = foreign.stream()
                .filter(route -> !destination.isEverything()
                        && route.destination().equals(destination)
                        && route.type() == Route.Type.UNICAST)
                .filter(route -> !isManaged(route))
                .mapToLong(MainTable::rank)
                .max()
                .orElse(0);
        return Math.max(defaults, same);
    }

    /** Whether the host has a route of its own to that very destination by the primary. */
    boolean primaryLeadsTo(Cidr destination) {
        return foreign.stream()
                .anyMatch(route -> route.destination().equals(destination)
                        && primaryLink.isPresent()
                        && route.leavesBy(primaryLink.getAsInt()));
    }

    private static boolean isDefault(Route route, Family family) {
        return route.family() == family && route.destination().isEverything() && route.type() == Route.Type.UNICAST;
    }

    private boolean isManaged(Route route) {
        return route.hops().stream().anyMatch(hop -> managed.contains(hop.link()));
    }

    /** Keeps base + offset below the 32 bits that a metric has. */
    private static long rank(Route route) {
        return Math.min(route.metric(), 0xffff_0000L);
    }
}
