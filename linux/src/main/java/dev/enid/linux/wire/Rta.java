package dev.enid.linux.wire;

/** RTA_* of linux/rtnetlink.h: the attributes of a route, and what they look like. */
final class Rta {

    static final int DST = 1;
    static final int SRC = 2;
    static final int IIF = 3;
    static final int OIF = 4;
    static final int GATEWAY = 5;
    static final int PRIORITY = 6;
    static final int PREFSRC = 7;
    static final int METRICS = 8;
    static final int MULTIPATH = 9;
    static final int FLOW = 11;
    static final int CACHEINFO = 12;
    static final int TABLE = 15;
    static final int MARK = 16;
    static final int VIA = 18;
    static final int PREF = 20;
    static final int ENCAP_TYPE = 21;
    static final int ENCAP = 22;
    static final int PAD = 24;
    static final int UID = 25;
    static final int TTL_PROPAGATE = 26;
    static final int IP_PROTO = 27;
    static final int SPORT = 28;
    static final int DPORT = 29;
    static final int NH_ID = 30;

    /** RTAX_CC_ALGO, the one metric that is text. */
    static final int CONGESTION_CONTROL = 16;

    /** RTAX_LOCK to RTAX_FASTOPEN_NO_COOKIE. */
    static final int HIGHEST_METRIC = 17;

    static final Policy METRICS_POLICY = metricsPolicy();

    static final Policy POLICY = Policy.named("route")
            .of(Shape.IP, DST, SRC, GATEWAY, PREFSRC)
            .of(Shape.U32, IIF, OIF, PRIORITY, FLOW, TABLE, MARK, UID, NH_ID)
            .of(Shape.U16, ENCAP_TYPE, SPORT, DPORT)
            .of(Shape.U8, PREF, IP_PROTO, TTL_PROPAGATE)
            .of(Shape.nested(METRICS_POLICY), METRICS)
            .of(RouteHop::checkAll, MULTIPATH)
            .of(RouteHop::checkVia, VIA)
            .build();

    /** What the accessors tell, and what the kernel says about a route beside what the route is. */
    static final AttributeTypes TOLD = AttributeTypes.of(
            DST, OIF, GATEWAY, PRIORITY, PREFSRC, METRICS, MULTIPATH, CACHEINFO, TABLE, VIA, PREF, PAD);

    private Rta() {}

    private static Policy metricsPolicy() {
        Policy.Builder metrics = Policy.named("RTA_METRICS").of(Shape.TEXT, CONGESTION_CONTROL);
        for (int type = 1; type <= HIGHEST_METRIC; type++) {
            if (type != CONGESTION_CONTROL) {
                metrics.of(Shape.U32, type);
            }
        }
        return metrics.build();
    }
}
