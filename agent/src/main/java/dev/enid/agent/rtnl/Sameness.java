package dev.enid.agent.rtnl;

import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import java.util.List;

/** Whether an object does what another would do, whoever made it and whatever state it is in. */
final class Sameness {

    private Sameness() {}

    static boolean of(KernelObject one, KernelObject other) {
        return one.key().equals(other.key())
                && switch (one) {
                    case Link link -> link.equals(other);
                    case Address address -> other instanceof Address that && same(address, that);
                    case Neighbor neighbor ->
                        other instanceof Neighbor that && neighbor.mac().equals(that.mac());
                    case Route route -> other instanceof Route that && same(route, that);
                    case Rule _ -> true;
                    case Sysctl sysctl -> sysctl.equals(other);
                    case MarkTable table -> table.equals(other);
                };
    }

    private static boolean same(Address one, Address other) {
        return one.prefixLength() == other.prefixLength()
                && one.peer().equals(other.peer())
                && one.scope() == other.scope()
                && one.has(Address.NOPREFIXROUTE) == other.has(Address.NOPREFIXROUTE);
    }

    private static boolean same(Route one, Route other) {
        return one.type() == other.type()
                && one.preferredSource().equals(other.preferredSource())
                && one.metrics().equals(other.metrics())
                && hops(one).equals(hops(other))
                && !one.opaque()
                && !other.opaque();
    }

    /** ONLINK matters only while a route is made. */
    private static List<NextHop> hops(Route route) {
        return route.hops().stream()
                .map(hop -> new NextHop(
                        hop.link(),
                        hop.gateway(),
                        hop.weight(),
                        hop.withoutState().flags() & ~NextHop.ONLINK))
                .toList();
    }
}
