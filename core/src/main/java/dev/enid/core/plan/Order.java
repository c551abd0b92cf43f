package dev.enid.core.plan;

import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import java.util.Comparator;

/**
 * The one table of what comes before what, chosen so that stopping anywhere leaves the host reachable: sysctls before the
 * link is up (duplicate address detection is decided then), links, neighbors, addresses, routes after their addresses, rules
 * after their tables, marks after the rules that they lead to; drops in the reverse order, and after everything that is added.
 *
 * <p>What keeps the primary's replies on the primary goes first: when the link of another ENI wakes, the kernel at once routes the
 * subnet of an address that someone put there.
 *
 * <p>Table goes after table, as the rules are asked: a rule to a table can be there already, by someone else or from before, so
 * what comes before it, as the one for bridges and VPNs, is complete before that table gets its default route. Routes of the main
 * table come last: the subnet of a second ENI there would draw the primary's replies away, until the rule for the primary's own
 * address is in place.
 */
final class Order {

    /** The last of the kernel's own tables: default, main and local (RT_TABLE_LOCAL in linux/rtnetlink.h). */
    private static final int LAST_OF_KERNEL = 255;

    private static final Comparator<KernelObject> OBJECTS = Comparator.comparingInt(Order::kind)
            .thenComparingInt(Order::table)
            .thenComparingInt(Order::within)
            .thenComparingInt(Order::number)
            .thenComparing(Order::address)
            .thenComparingInt(KernelObject::link);

    private final ManagementPath path;
    private final int tableOfPrimary;
    private final Comparator<KernelObject> objects =
            Comparator.comparingInt(this::stage).thenComparing(OBJECTS);

    Order(ManagementPath path) {
        this.path = path;
        this.tableOfPrimary = path.table().orElse(0);
    }

    Comparator<Change> changes() {
        return (a, b) -> {
            boolean dropA = a.step() instanceof KernelStep.Drop;
            boolean dropB = b.step() instanceof KernelStep.Drop;
            if (dropA != dropB) {
                return dropA ? 1 : -1;
            }
            int order = objects.compare(a.step().object(), b.step().object());
            return dropA ? -order : order;
        };
    }

    /** The primary's addresses, its table, and the tables that are asked before it. */
    private int stage(KernelObject object) {
        int table = table(object);
        boolean early = object instanceof Address
                ? path.isOnPrimary(object)
                : table > LAST_OF_KERNEL && table <= tableOfPrimary;
        return early ? 0 : 1;
    }

    private static int kind(KernelObject object) {
        return switch (object) {
            case Sysctl _ -> 0;
            case Link _ -> 1;
            case Neighbor _ -> 2;
            case Address _ -> 3;
            case Route route when route.table() == Route.MAIN -> 7;
            case MarkTable _ -> 6;
            case Rule rule when !looksUpOwnTable(rule) -> 5;
            case Route _, Rule _ -> 4;
        };
    }

    private static boolean looksUpOwnTable(Rule rule) {
        return rule.action() == Rule.Action.LOOKUP && rule.table() != Route.MAIN;
    }

    /** Tables as they are asked. */
    private static int table(KernelObject object) {
        return switch (object) {
            case Route route -> route.table();
            case Rule rule when looksUpOwnTable(rule) -> rule.table();
            case Rule rule -> rule.priority();
            case Link _, Address _, Neighbor _, Sysctl _, MarkTable _ -> 0;
        };
    }

    /** On the link before what is behind a gateway there; the rules when their table is complete. */
    private static int within(KernelObject object) {
        return switch (object) {
            case Route route ->
                route.hops().stream().allMatch(hop -> hop.gateway().isEmpty() || hop.onLink()) ? 1 : 2;
            case Rule _ -> 3;
            case Sysctl sysctl -> sysctl.name().devconf();
            case Link _, Neighbor _, Address _, MarkTable _ -> 0;
        };
    }

    /** For routes the longest prefix first: a rule may lead to the table already, and the wide must not swallow the narrow. */
    private static int number(KernelObject object) {
        return switch (object) {
            case Route route -> -route.destination().prefixLength();
            case Rule rule -> rule.priority();
            case Address address -> address.prefixLength();
            case Link link -> link.index();
            case Neighbor _, Sysctl _, MarkTable _ -> 0;
        };
    }

    private static String address(KernelObject object) {
        return switch (object) {
            case Address address -> address.ip().toString();
            case Neighbor neighbor -> neighbor.ip().toString();
            case Route route -> route.destination().toString() + " " + route.metric();
            case Rule rule -> rule.selector().toString();
            case Sysctl sysctl -> sysctl.name().name();
            case Link _, MarkTable _ -> "";
        };
    }
}
