package dev.enid.linux.wire;

import java.util.SortedSet;
import java.util.TreeSet;

/** FRA_* of linux/fib_rules.h: the attributes of a rule, and what they look like. */
final class Fra {

    static final int DST = 1;
    static final int SRC = 2;
    static final int IIFNAME = 3;
    static final int GOTO = 4;
    static final int PRIORITY = 6;
    static final int FWMARK = 10;
    static final int FLOW = 11;
    static final int TUN_ID = 12;
    static final int SUPPRESS_IFGROUP = 13;
    static final int SUPPRESS_PREFIXLEN = 14;
    static final int TABLE = 15;
    static final int FWMASK = 16;
    static final int OIFNAME = 17;
    static final int PAD = 18;
    static final int L3MDEV = 19;
    static final int UID_RANGE = 20;
    static final int PROTOCOL = 21;
    static final int IP_PROTO = 22;
    static final int SPORT_RANGE = 23;
    static final int DPORT_RANGE = 24;
    /** Linux 6.15. */
    static final int SPORT_MASK = 28;

    static final int DPORT_MASK = 29;

    static final Policy POLICY = Policy.named("rule")
            .of(Shape.IP, DST, SRC)
            .of(Shape.TEXT, IIFNAME, OIFNAME)
            .of(Shape.U32, GOTO, PRIORITY, FWMARK, FLOW, SUPPRESS_IFGROUP, SUPPRESS_PREFIXLEN, TABLE, FWMASK)
            .of(Shape.U64, TUN_ID, UID_RANGE)
            .of(Shape.U8, L3MDEV, PROTOCOL, IP_PROTO)
            .of(Shape.U32, SPORT_RANGE, DPORT_RANGE)
            .of(Shape.U16, SPORT_MASK, DPORT_MASK)
            .build();

    /** What the accessors tell. */
    private static final AttributeTypes TOLD = AttributeTypes.of(
            DST,
            SRC,
            IIFNAME,
            GOTO,
            PRIORITY,
            FWMARK,
            SUPPRESS_PREFIXLEN,
            SUPPRESS_IFGROUP,
            TABLE,
            FWMASK,
            OIFNAME,
            PAD,
            L3MDEV,
            UID_RANGE,
            PROTOCOL,
            IP_PROTO,
            SPORT_RANGE,
            DPORT_RANGE);

    /** What the kernel says by itself of a port that is one and not several. */
    static final int WHOLE_PORT = 0xffff;

    private Fra() {}

    /** Types of attributes that {@link RuleMessage} has no method for. */
    static SortedSet<Integer> beyond(Attributes attributes) {
        SortedSet<Integer> types = new TreeSet<>();
        for (Attribute attribute : attributes) {
            int type = attribute.type();
            boolean wholePort = (type == SPORT_MASK || type == DPORT_MASK) && attributes.u16(type, 0) == WHOLE_PORT;
            if (!TOLD.has(type) && !wholePort) {
                types.add(type);
            }
        }
        return types;
    }
}
