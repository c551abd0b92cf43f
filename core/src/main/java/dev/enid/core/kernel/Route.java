package dev.enid.core.kernel;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A route.
 *
 * @param table the routing table's number, from 1
 * @param metric RTA_PRIORITY: of two routes to one destination the lower wins; 0 is IPv4's default. IPv6 turns 0 into 1024.
 * @param protocol who made it: rtm_protocol
 * @param scope RT_SCOPE_* of linux/rtnetlink.h; IPv6 has none and reads 0
 * @param hops where it leaves, sorted as the kernel gives them; empty for blackhole and its like
 * @param metrics RTAX_* (linux/rtnetlink.h) to value: MTU, advertised MSS and so on
 * @param opaque whether the kernel's route has attributes that this record does not hold (encapsulation, TOS); such a
 *     route is never copied
 */
public record Route(
        int table,
        Cidr destination,
        Type type,
        long metric,
        int protocol,
        int scope,
        Optional<Ip> preferredSource,
        List<NextHop> hops,
        SortedMap<Integer, Long> metrics,
        boolean opaque)
        implements KernelObject {

    /** RT_TABLE_DEFAULT, which the rule with priority 32767 looks up; of IPv4 only. */
    private static final int DEFAULT = 253;

    /** RT_TABLE_MAIN. */
    public static final int MAIN = 254;
    /** RT_TABLE_LOCAL. */
    public static final int LOCAL = 255;

    public static final int SCOPE_UNIVERSE = 0;
    /** RT_SCOPE_LINK: the destination is on the link itself. */
    public static final int SCOPE_LINK = 253;
    /** RT_SCOPE_HOST. */
    public static final int SCOPE_HOST = 254;

    /** RTPROT_KERNEL. */
    public static final int PROTOCOL_KERNEL = 2;
    /** RTPROT_BOOT: {@code ip route add} without a protocol. */
    public static final int PROTOCOL_BOOT = 3;
    /** RTPROT_STATIC. */
    public static final int PROTOCOL_STATIC = 4;
    /** RTPROT_RA: from a router advertisement. */
    public static final int PROTOCOL_RA = 9;
    /** RTPROT_DHCP. */
    public static final int PROTOCOL_DHCP = 16;

    /** RTAX_MTU. */
    public static final int METRIC_MTU = 2;

    /** RTN_* of linux/rtnetlink.h. */
    public enum Type {
        UNICAST(1),
        LOCAL(2),
        BROADCAST(3),
        ANYCAST(4),
        MULTICAST(5),
        BLACKHOLE(6),
        UNREACHABLE(7),
        PROHIBIT(8),
        THROW(9);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        /** iproute2's word. */
        public String keyword() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Route {
        hops = List.copyOf(hops);
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    /** A unicast route through one next hop. */
    public static Route unicast(int table, Cidr destination, NextHop hop, long metric, int protocol) {
        boolean onLink = destination.family() == Family.V4 && hop.gateway().isEmpty();
        return new Route(
                table,
                destination,
                Type.UNICAST,
                metric,
                protocol,
                onLink ? SCOPE_LINK : SCOPE_UNIVERSE,
                Optional.empty(),
                List.of(hop),
                new TreeMap<>(),
                false);
    }

    /** A route that leaves nowhere: blackhole, unreachable, prohibit or throw. */
    public static Route nowhere(Type type, int table, Cidr destination, long metric, int protocol) {
        return new Route(
                table,
                destination,
                type,
                metric,
                protocol,
                SCOPE_UNIVERSE,
                Optional.empty(),
                List.of(),
                new TreeMap<>(),
                false);
    }

    public Route withPreferredSource(Ip source) {
        return new Route(table, destination, type, metric, protocol, scope, Optional.of(source), hops, metrics, opaque);
    }

    public Family family() {
        return destination.family();
    }

    @Override
    public Id key() {
        return new Id(table, destination, metric);
    }

    /** The link of the first next hop, 0 without any. */
    @Override
    public int link() {
        return hops.isEmpty() ? 0 : hops.getFirst().link();
    }

    /** Whether any next hop leaves by that link. */
    public boolean leavesBy(int link) {
        return hops.stream().anyMatch(hop -> hop.link() == link);
    }

    @Override
    public String toIproute2(LinkNames names) {
        StringBuilder text = new StringBuilder("route ");
        if (type != Type.UNICAST) {
            text.append(type.keyword()).append(' ');
        }
        text.append(destination.toIproute2());
        for (NextHop hop : hops) {
            text.append(hops.size() > 1 ? " nexthop" : "");
            hop.gateway().ifPresent(gateway -> text.append(" via ").append(gateway));
            text.append(" dev ").append(names.name(hop.link()));
            text.append(hops.size() > 1 ? " weight " + hop.weight() : "");
        }
        if (table != MAIN) {
            text.append(" table ").append(tableName(table));
        }
        preferredSource.ifPresent(source -> text.append(" src ").append(source));
        if (metric != 0) {
            text.append(" metric ").append(metric);
        }
        return text.toString();
    }

    /** As iproute2 names a table with what comes with it ({@code rt_tables}): {@code main}, {@code 10001}. */
    public static String tableName(int table) {
        return switch (table) {
            case DEFAULT -> "default";
            case MAIN -> "main";
            case LOCAL -> "local";
            default -> Integer.toString(table);
        };
    }

    /** What tells most routes apart, written out: the daemon hashes each of thousands in a pass. */
    @Override
    public int hashCode() {
        return (31 * table + destination.hashCode()) * 31 + Long.hashCode(metric);
    }

    /** A route's identity. IPv6 may hold several next hops under it, which the kernel dumps as one route. */
    public record Id(int table, Cidr destination, long metric) implements Key {
        @Override
        public int hashCode() {
            return (31 * table + destination.hashCode()) * 31 + Long.hashCode(metric);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Id id
                    && table == id.table
                    && metric == id.metric
                    && destination.equals(id.destination);
        }
    }
}
