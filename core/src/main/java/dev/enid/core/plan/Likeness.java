package dev.enid.core.plan;

import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import java.util.List;

/** Whether what is there does what is wanted, whoever made it and whatever the kernel added to it. */
final class Likeness {

    private Likeness() {}

    static boolean serves(Link found, Link wanted) {
        return found.up() == wanted.up()
                && found.mtu() == wanted.mtu()
                && found.altNames().containsAll(wanted.altNames());
    }

    /** An address that detection found elsewhere does not work, even if it is listed. */
    static boolean serves(Address found) {
        return !found.has(Address.DADFAILED);
    }

    /**
     * Leaves aside the scope, which IPv6 has not, and ONLINK, which matters only while the route is made. A suggested source
     * counts only among routes of our own: who made his own route chose it.
     */
    static boolean serves(Route found, Route wanted, boolean ours) {
        return found.type() == wanted.type()
                && !found.opaque()
                && hops(found).equals(hops(wanted))
                && (!ours
                        || (found.preferredSource().equals(wanted.preferredSource())
                                && found.metrics().equals(wanted.metrics())));
    }

    private static List<NextHop> hops(Route route) {
        return route.hops().stream().map(Likeness::plain).toList();
    }

    private static NextHop plain(NextHop hop) {
        NextHop stable = hop.withoutState();
        return stable.onLink()
                ? new NextHop(stable.link(), stable.gateway(), stable.weight(), stable.flags() & ~NextHop.ONLINK)
                : stable;
    }
}
