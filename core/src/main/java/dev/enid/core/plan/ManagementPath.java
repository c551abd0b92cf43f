package dev.enid.core.plan;

import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way by which the host is reached: the primary ENI's first address and its default route. The policy does not plan
 * against it; this is the second lock, and it judges a change without knowing why it is wanted.
 */
final class ManagementPath {

    private final Snapshot snapshot;
    private final Optional<Eni> primary;

    /** A VLAN or bridge on top of the primary bears its address too; what is refused for one too many is only shown. */
    private final Set<Integer> links;

    private final List<Route> main;

    ManagementPath(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.primary = snapshot.instance().known().flatMap(Instance::primary);
        Set<Mac> macs = primary.map(Eni::mac).map(Set::of).orElseGet(Set::of);
        this.links = snapshot.state().links().stream()
                .filter(link -> Stream.of(link.mac(), link.permanentMac())
                        .flatMap(Optional::stream)
                        .anyMatch(macs::contains))
                .map(Link::index)
                .collect(Collectors.toSet());
        this.main = snapshot.state().routes().stream()
                .filter(route -> route.table() == Route.MAIN)
                .filter(route -> !snapshot.host().ownership().owns(route))
                .filter(route -> links.stream().anyMatch(route::leavesBy))
                .toList();
    }

    /** Why the change must not be, empty where it may. */
    Optional<String> refuses(Change change) {
        return switch (change.step()) {
            case KernelStep.Drop(KernelObject object) -> refusesDrop(object);
            case KernelStep.Put(KernelObject object) -> refusesPut(object);
            case KernelStep.Replace(KernelObject _, KernelObject object) -> refusesPut(object);
        };
    }

    private Optional<String> refusesDrop(KernelObject object) {
        return switch (object) {
            case Address address
            when isFirst(address.ip()) && isOnPrimary(address) -> Optional.of("the host is reached by " + address.ip());
            case Address _, Link _, Neighbor _, Route _, Rule _, Sysctl _, MarkTable _ -> Optional.empty();
        };
    }

    /** Whether the primary ENI is known by it, in its family. */
    private boolean isFirst(Ip ip) {
        return primary.flatMap(eni -> eni.addresses(ip.family()).stream().findFirst())
                .map(ip::equals)
                .orElse(false);
    }

    private Optional<String> refusesPut(KernelObject object) {
        return switch (object) {
            case Link changed
            when isOnPrimary(changed) && !changed.up() -> Optional.of("the host is reached by " + changed.name());
            case Route route when route.table() == Route.MAIN && !isOnPrimary(route) -> outranked(route);
            case Rule rule
            when rule.selector().equals(Rule.Selector.ALL) && leadsAway(rule.table(), rule.family()) ->
                Optional.of("table " + rule.table() + " has a default route, and the rule is for every packet");
            case Address _, Link _, Neighbor _, Route _, Rule _, Sysctl _, MarkTable _ -> Optional.empty();
        };
    }

    private Optional<String> outranked(Route route) {
        return main.stream()
                .filter(other -> other.destination().equals(route.destination()) && other.metric() >= route.metric())
                .map(other -> other.toIproute2(snapshot.state()) + " of the primary ENI would be outranked")
                .findFirst();
    }

    private boolean leadsAway(int table, Family family) {
        return snapshot.state().routes().stream()
                .anyMatch(route -> route.table() == table
                        && route.family() == family
                        && isHalf(route.destination())
                        && !isOnPrimary(route));
    }

    private static boolean isHalf(Cidr destination) {
        return destination.prefixLength() <= 1;
    }

    /** The table that the primary's own addresses look up. */
    OptionalInt table() {
        return primary.stream().mapToInt(Eni::table).findFirst();
    }

    boolean isOnPrimary(KernelObject object) {
        return links.contains(object.link());
    }
}
