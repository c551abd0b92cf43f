package dev.enid.linux.wire;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A route: struct rtmsg with RTA_* of linux/rtnetlink.h. */
public record RouteMessage(Header header, Attributes attributes) implements Message.Thing {

    /** RTM_NEWROUTE. */
    static final int NEW = 24;

    /** RTM_F_LOOKUP_TABLE: in a look-up, tell the table that answered and not the main one. */
    static final int LOOKUP_TABLE = 0x1000;
    /** RTM_F_FIB_MATCH (Linux 4.13): in a look-up, answer with the route itself and not with where the packet goes. */
    static final int FIB_MATCH = 0x2000;
    /** RTM_F_CLONED: an exception the kernel keeps beside a route, such as a path MTU; no route anybody made. */
    public static final int CLONED = 0x200;

    /** RT_TABLE_UNSPEC, for numbers that do not fit the header. */
    private static final int TABLE_IN_ATTRIBUTE = 0;

    private static final int HIGHEST_SMALL_TABLE = 255;

    /**
     * Struct rtmsg of linux/rtnetlink.h.
     *
     * @param destinationLength in bits
     * @param sourceLength in bits; IPv6 can route by source within a table
     * @param table its lowest eight bits, or RT_TABLE_COMPAT; {@link RouteMessage#table} has all
     * @param protocol RTPROT_*
     * @param scope RT_SCOPE_*
     * @param type RTN_*
     * @param flags RTNH_F_* of the one next hop, and RTM_F_*
     */
    public record Header(
            Family family,
            int destinationLength,
            int sourceLength,
            int tos,
            int table,
            int protocol,
            int scope,
            int type,
            int flags) {
        static final int BYTES = 12;
    }

    public RouteMessage {
        Optional<String> problem = problem(header, attributes);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    private static Optional<String> problem(Header header, Attributes attributes) {
        if (!attributes.follows(Rta.POLICY)) {
            return Optional.of("not a route's attributes");
        }
        int bits = header.family.bits();
        if (header.destinationLength < 0
                || header.destinationLength > bits
                || header.sourceLength < 0
                || header.sourceLength > bits) {
            return Optional.of(
                    "a route with prefixes of " + header.destinationLength + " and " + header.sourceLength + " bits");
        }
        return Families.mixed(header.family, attributes, Rta.DST, Rta.SRC, Rta.GATEWAY, Rta.PREFSRC);
    }

    static Message decode(byte[] bytes, int from, int to) throws DecodeFault {
        if (to - from < Header.BYTES) {
            throw new DecodeFault("a route of " + (to - from) + " bytes");
        }
        Optional<Family> family = Families.of(Bytes.u8(bytes, from));
        if (family.isEmpty()) {
            return new OtherMessage(bytes, from, to);
        }
        Header header = new Header(
                family.get(),
                Bytes.u8(bytes, from + 1),
                Bytes.u8(bytes, from + 2),
                Bytes.u8(bytes, from + 3),
                Bytes.u8(bytes, from + 4),
                Bytes.u8(bytes, from + 5),
                Bytes.u8(bytes, from + 6),
                Bytes.u8(bytes, from + 7),
                Bytes.u32(bytes, from + 8));
        Attributes attributes = Attributes.decode(Rta.POLICY, bytes, from + Header.BYTES, to);
        return Families.decoded(() -> new RouteMessage(header, attributes));
    }

    @Override
    public void encode(Encoder out) {
        out.u8(header.family.number())
                .u8(header.destinationLength)
                .u8(header.sourceLength)
                .u8(header.tos)
                .u8(header.table)
                .u8(header.protocol)
                .u8(header.scope)
                .u8(header.type)
                .u32(header.flags);
        attributes.encode(out);
    }

    /** What a dump of a family's routes, all tables, asks for. */
    public static RouteMessage all(Family family) {
        return new RouteMessage(new Header(family, 0, 0, 0, 0, 0, 0, 0, 0), Attributes.build(Rta.POLICY, none -> {}));
    }

    /** What a dump of one table asks for; the kernel filters (Linux 4.20), older ones answer with all tables. */
    public static RouteMessage all(Family family, int table) {
        return all(family).with(out -> out.u32(Rta.TABLE, table));
    }

    /**
     * A route without a next hop yet.
     *
     * @param table from 1, all 32 bits
     * @param type RTN_*
     * @param scope RT_SCOPE_*
     * @param protocol RTPROT_*
     */
    public static RouteMessage of(int table, Cidr destination, int type, int scope, int protocol) {
        boolean small = table > 0 && table <= HIGHEST_SMALL_TABLE;
        Header header = new Header(
                destination.family(),
                destination.prefixLength(),
                0,
                0,
                small ? table : TABLE_IN_ATTRIBUTE,
                protocol,
                scope,
                type,
                0);
        return new RouteMessage(header, Attributes.build(Rta.POLICY, out -> {
            if (!destination.isEverything()) {
                out.ip(Rta.DST, destination.ip());
            }
            out.u32(Rta.TABLE, table);
        }));
    }

    /** This route with other attributes, for those that have no method here. */
    public RouteMessage with(Consumer<Encoder> content) {
        return new RouteMessage(header, attributes.with(content));
    }

    /** With a metric, an unsigned 32-bit number. */
    public RouteMessage withPriority(long metric) {
        return with(out -> out.u32(Rta.PRIORITY, (int) metric));
    }

    public RouteMessage withPreferredSource(Ip source) {
        return with(out -> out.ip(Rta.PREFSRC, source));
    }

    /** With RTAX_* metrics. */
    public RouteMessage withMetrics(SortedMap<Integer, Long> metrics) {
        return with(out ->
                out.nest(Rta.METRICS, nest -> metrics.forEach((type, value) -> nest.u32(type, value.intValue()))));
    }

    /** Leaving by these: one is written into the route itself, more as RTA_MULTIPATH. */
    public RouteMessage withHops(List<RouteHop> hops) {
        if (hops.size() != 1) {
            return hops.isEmpty() ? this : with(out -> RouteHop.encodeAll(Rta.MULTIPATH, hops, header.family, out));
        }
        RouteHop hop = hops.getFirst();
        return withFlags(hop.flags()).with(out -> hop.encodeAlone(header.family, out));
    }

    /** With header flags, RTNH_F_* and RTM_F_*. */
    public RouteMessage withFlags(int flags) {
        return new RouteMessage(
                new Header(
                        header.family,
                        header.destinationLength,
                        header.sourceLength,
                        header.tos,
                        header.table,
                        header.protocol,
                        header.scope,
                        header.type,
                        flags),
                attributes);
    }

    public Cidr destination() {
        return Cidr.of(attributes.ip(Rta.DST).orElseGet(header.family::unspecified), header.destinationLength);
    }

    /** The source prefix of IPv6's routing by source; in a look-up's answer, the source that was asked for. */
    public Optional<Cidr> source() {
        return attributes.ip(Rta.SRC).map(ip -> Cidr.of(ip, header.sourceLength));
    }

    public int table() {
        return attributes.u32(Rta.TABLE, header.table);
    }

    /** RTA_PRIORITY, an unsigned 32-bit number; 0 where there is none. */
    public long priority() {
        return attributes.unsigned(Rta.PRIORITY, 0);
    }

    /** RTN_*. */
    public int type() {
        return header.type;
    }

    public int scope() {
        return header.scope;
    }

    /** RTPROT_*. */
    public int protocol() {
        return header.protocol;
    }

    public Optional<Ip> preferredSource() {
        return attributes.ip(Rta.PREFSRC);
    }

    /** RTAX_* to value; the name of a congestion control is not in it. */
    public SortedMap<Integer, Long> metrics() {
        SortedMap<Integer, Long> metrics = new TreeMap<>();
        Attributes nest = attributes.nest(Rta.METRICS, Rta.METRICS_POLICY);
        for (int type = 1; type <= Rta.HIGHEST_METRIC; type++) {
            if (type != Rta.CONGESTION_CONTROL && nest.has(type)) {
                metrics.put(type, nest.unsigned(type, 0));
            }
        }
        return metrics;
    }

    /** Where it leaves; empty for a blackhole and its like. */
    public List<RouteHop> hops() {
        Optional<byte[]> multipath = attributes.value(Rta.MULTIPATH);
        if (multipath.isPresent()) {
            return RouteHop.decodeAll(multipath.get());
        }
        int link = attributes.u32(Rta.OIF, 0);
        Optional<Ip> gateway =
                attributes.ip(Rta.GATEWAY).or(() -> attributes.value(Rta.VIA).flatMap(RouteHop::via));
        return link == 0 && gateway.isEmpty()
                ? List.of()
                : List.of(new RouteHop(link, gateway, 1, header.flags & 0xff, RouteHop.plain(attributes)));
    }

    /** An exception that the kernel keeps beside a route, which nobody made and which is not to be read as a route. */
    public boolean isCloned() {
        return (header.flags & CLONED) != 0;
    }

    /**
     * Whether the route has something that the other methods do not tell: encapsulation, a type of service, a source prefix,
     * a nexthop object, anything unknown. Written anew from what they tell it would be another route.
     */
    public boolean hasMore() {
        if (header.tos != 0 || header.sourceLength != 0) {
            return true;
        }
        for (Attribute attribute : attributes) {
            if (!Rta.TOLD.has(attribute.type())) {
                return true;
            }
        }
        return attributes.nest(Rta.METRICS, Rta.METRICS_POLICY).has(Rta.CONGESTION_CONTROL)
                || attributes.u8(Rta.PREF, 0) != 0
                || hops().stream().anyMatch(hop -> !hop.plain());
    }

    @Override
    public int newType() {
        return NEW;
    }

    @Override
    public String toIproute2() {
        StringBuilder text = new StringBuilder("route ").append(destination().toIproute2());
        hops().forEach(hop -> {
            hop.gateway().ifPresent(gateway -> text.append(" via ").append(gateway));
            text.append(" dev if").append(hop.link());
        });
        source().ifPresent(from -> text.append(" from ").append(from.toIproute2()));
        if (attributes.has(Rta.IIF)) {
            text.append(" iif if").append(attributes.u32(Rta.IIF, 0));
        }
        if (attributes.has(Rta.MARK)) {
            text.append(String.format(" mark 0x%x", attributes.u32(Rta.MARK, 0)));
        }
        if (table() != 0) {
            text.append(" table ").append(Integer.toUnsignedString(table()));
        }
        preferredSource().ifPresent(ip -> text.append(" src ").append(ip));
        return priority() == 0
                ? text.toString()
                : text.append(" metric ").append(priority()).toString();
    }
}
