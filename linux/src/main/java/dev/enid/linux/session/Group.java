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
    V6_RULE(19);

    private final int number;

    Group(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
