package dev.enid.core.desire;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Route;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses of ENIs that others put to use: a VIP on lo, one handed to a container by a host route. To add such an address to
 * its ENI's link would take it away from there.
 */
final class Elsewhere {

    private final KernelState state;
    private final Map<Ip, List<Address>> onLinks = new HashMap<>();
    private final Map<Cidr, Route> routed = new HashMap<>();

    Elsewhere(Snapshot snapshot, MainTable main, EniLinks links) {
        this.state = snapshot.state();
        state.addresses().stream()
                .filter(address -> !snapshot.host().ownership().owns(address))
                .forEach(address -> onLinks.computeIfAbsent(address.ip(), _ -> new ArrayList<>(1))
                        .add(address));
        main.foreign().stream()
                .filter(route ->
                        route.destination().prefixLength() == route.family().bits())
                .filter(route ->
                        !route.hops().isEmpty() && route.hops().stream().noneMatch(hop -> links.leadsToEni(hop.link())))
                .forEach(route -> routed.putIfAbsent(route.destination(), route));
    }

    /** Where the address is, in words, when that is not this link. */
    Optional<String> of(Ip ip, int link) {
        for (Address address : onLinks.getOrDefault(ip, List.of())) {
            if (address.link() != link) {
                return Optional.of("on " + state.name(address.link()));
            }
        }
        return routed.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(routed.get(ip.toCidr())).map(route -> "routed to " + state.name(route.link()));
    }
}
