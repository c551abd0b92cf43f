package dev.enid.core.kernel;

import dev.enid.core.ip.Ip;
import java.util.Optional;

/**
 * Where a route leaves.
 *
 * @param link ifindex
 * @param weight 1 to 256, as iproute2 counts (the kernel's rtnh_hops is one less)
 * @param flags RTNH_F_* of linux/rtnetlink.h
 */
public record NextHop(int link, Optional<Ip> gateway, int weight, int flags) {

    /** RTNH_F_DEAD: not used now. */
    public static final int DEAD = 1;
    /** RTNH_F_ONLINK: the gateway counts as reachable on the link, whatever the routes say. */
    public static final int ONLINK = 4;
    /** RTNH_F_LINKDOWN: the link has no carrier. */
    public static final int LINKDOWN = 16;

    private static final int STATE = DEAD | LINKDOWN;

    public static NextHop direct(int link) {
        return new NextHop(link, Optional.empty(), 1, 0);
    }

    /** By a gateway that need not be in any route of the link. */
    public static NextHop via(int link, Ip gateway) {
        return new NextHop(link, Optional.of(gateway), 1, ONLINK);
    }

    /** Without the flags that the kernel sets and clears by itself as the link comes and goes. */
    public NextHop withoutState() {
        return (flags & STATE) == 0 ? this : new NextHop(link, gateway, weight, flags & ~STATE);
    }

    public boolean onLink() {
        return (flags & ONLINK) != 0;
    }
}
