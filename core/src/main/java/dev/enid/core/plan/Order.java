package dev.enid.core.plan;

import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import java.util.Comparator;

/**
 * The one table of what comes before what, chosen so that stopping anywhere leaves the host reachable: sysctls before the
 * link is up (duplicate address detection is decided then), links, neighbors, addresses, routes after their addresses, rules
 * after their tables; drops in the reverse order, and after everything that is added.
 */
final class Order {

    private static final Comparator<KernelObject> OBJECTS = Comparator.comparingInt(Order::kind)
            .thenComparingInt(Order::within)
            .thenComparingInt(Order::number)
            .thenComparing(Order::address)
            .thenComparingInt(KernelObject::link);

    static final Comparator<Change> CHANGES = (a, b) -> {
        boolean dropA = a.step() instanceof KernelStep.Drop;
        boolean dropB = b.step() instanceof KernelStep.Drop;
        if (dropA != dropB) {
            return dropA ? 1 : -1;
        }
        int order = OBJECTS.compare(a.step().object(), b.step().object());
        return dropA ? -order : order;
    };

    private Order() {}

    private static int kind(KernelObject object) {
        return switch (object) {
            case Sysctl _ -> 0;
            case Link _ -> 1;
            case Neighbor _ -> 2;
            case Address _ -> 3;
            case Route _ -> 4;
            case Rule _ -> 5;
        };
    }

    /**
     * A throw route before what it is cut out of; what is on the link before what is behind a gateway there. For rules the
     * priority: the one for bridges and VPNs is there before any source leaves the main table.
     */
    private static int within(KernelObject object) {
        return switch (object) {
            case Route route when route.hops().isEmpty() -> 0;
            case Route route -> route.hops().getFirst().gateway().isEmpty() ? 1 : 2;
            case Rule rule -> rule.priority();
            case Sysctl sysctl -> sysctl.name().devconf();
            case Link _, Neighbor _, Address _ -> 0;
        };
    }

    private static int number(KernelObject object) {
        return switch (object) {
            case Route route -> route.table();
            case Rule rule -> rule.table();
            case Address address -> address.prefixLength();
            case Link link -> link.index();
            case Neighbor _, Sysctl _ -> 0;
        };
    }

    private static String address(KernelObject object) {
        return switch (object) {
            case Address address -> address.ip().toString();
            case Neighbor neighbor -> neighbor.ip().toString();
            case Route route -> route.destination().toString() + " " + route.metric();
            case Rule rule -> rule.selector().toString();
            case Sysctl sysctl -> sysctl.name().name();
            case Link _ -> "";
        };
    }
}
