package dev.enid.linux.session;

/** What a {@link Monitor} can listen to: RTNLGRP_* of linux/rtnetlink.h. */
public enum Group {
    LINK(1),
    NEIGHBOR(3),
    V4_ADDRESS(5),
    V4_ROUTE(7),
    V4_RULE(8),
    V6_ADDRESS(9),
    V6_ROUTE(11),
    V6_RULE(19),
    /** Sysctls of links, as far as the kernel tells of them: forwarding, rp_filter, proxy_arp and a few more. */
    V4_NETCONF(24),
    /** See {@link #V4_NETCONF}: forwarding, proxy_ndp. */
    V6_NETCONF(25);

    private final int number;

    Group(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
