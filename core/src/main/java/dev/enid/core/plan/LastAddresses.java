package dev.enid.core.plan;

import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which drops of a plan would leave a link without an IPv4 address, though IPv4 routes by it are to stay. */
final class LastAddresses {

    /** Of several routes the one that is named. */
    private static final Comparator<Route> FOR_PEOPLE = Comparator.comparingInt(Route::table)
            .thenComparing(Route::destination)
            .thenComparingLong(Route::metric);

    private final Map<KernelObject, Route> staying = new HashMap<>();

    LastAddresses(KernelState state, List<Change> changes) {
        Set<KernelObject> dropped = new HashSet<>();
        Set<KernelObject> put = new HashSet<>();
        for (Change change : changes) {
            switch (change.step()) {
                case KernelStep.Drop(KernelObject object) -> dropped.add(object);
                case KernelStep.Put(KernelObject object) -> put.add(object);
                case KernelStep.Replace replace -> put.add(replace.object());
            }
        }
        dropped.stream()
                .filter(LastAddresses::isV4Address)
                .map(KernelObject::link)
                .distinct()
                .filter(link -> Stream.concat(state.addresses().stream(), put.stream())
                        .noneMatch(each -> isV4Address(each) && each.link() == link && !dropped.contains(each)))
                .forEach(link -> Stream.concat(state.routes().stream(), put.stream())
                        .filter(each -> isV4RouteBy(each, link) && !dropped.contains(each))
                        .map(Route.class::cast)
                        .min(FOR_PEOPLE)
                        .ifPresent(route -> staying.put(kept(dropped, link), route)));
    }

    /** One of the addresses is enough to keep the routes. */
    private static KernelObject kept(Set<KernelObject> dropped, int link) {
        return dropped.stream()
                .filter(each -> isV4Address(each) && each.link() == link)
                .map(Address.class::cast)
                .min(Comparator.comparing(Address::ip))
                .orElseThrow();
    }

    private static boolean isV4Address(KernelObject object) {
        return object instanceof Address address && address.ip().family() == Family.V4;
    }

    /** The kernel's own routes come and go with the addresses. */
    private static boolean isV4RouteBy(KernelObject object, int link) {
        return object instanceof Route route
                && route.family() == Family.V4
                && route.leavesBy(link)
                && route.protocol() != Route.PROTOCOL_KERNEL;
    }

    /** The route that would go with the address which this change drops. */
    Optional<Route> staying(Change change) {
        return change.step() instanceof KernelStep.Drop drop
                ? Optional.ofNullable(staying.get(drop.object()))
                : Optional.empty();
    }
}
