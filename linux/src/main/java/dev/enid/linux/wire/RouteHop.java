package dev.enid.linux.wire;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a route leaves: the route's own attributes, or a struct rtnexthop of linux/rtnetlink.h.
 *
 * @param link ifindex
 * @param gateway of the route's family, or of the other one (RTA_VIA)
 * @param weight 1 to 256, as iproute2 counts (rtnh_hops is one less)
 * @param flags RTNH_F_*
 * @param plain whether that is all; a hop with encapsulation or a realm is not plain, and cannot be written
 */
public record RouteHop(int link, Optional<Ip> gateway, int weight, int flags, boolean plain) {

    /** u16 length with the header, u8 flags, u8 hops, u32 ifindex. */
    private static final int HEADER_BYTES = 8;

    private static final int HIGHEST_WEIGHT = 256;

    private static final Policy POLICY = Policy.named("RTA_MULTIPATH")
            .of(Shape.IP, Rta.GATEWAY)
            .of(RouteHop::checkVia, Rta.VIA)
            .build();

    public RouteHop {
        if (weight < 1 || weight > HIGHEST_WEIGHT || flags < 0 || flags > 0xff) {
            throw new IllegalArgumentException("a next hop of weight " + weight + " and flags " + flags);
        }
    }

    /** The only, or one of equal, next hops. */
    public static RouteHop of(int link, Optional<Ip> gateway) {
        return new RouteHop(link, gateway, 1, 0, true);
    }

    static boolean plain(Attributes attributes) {
        return !attributes.has(Rta.ENCAP) && !attributes.has(Rta.ENCAP_TYPE) && !attributes.has(Rta.FLOW);
    }

    static void checkAll(byte[] bytes, int from, int to) throws DecodeFault {
        int at = from;
        while (to - at >= HEADER_BYTES) {
            int length = Bytes.u16(bytes, at);
            if (length < HEADER_BYTES || length > to - at) {
                throw new DecodeFault("a next hop says it has " + length + " bytes, " + (to - at) + " are left");
            }
            POLICY.check(bytes, at + HEADER_BYTES, at + length);
            at += Bytes.aligned(length);
        }
        if (at < to) {
            throw new DecodeFault((to - at) + " bytes after the last next hop");
        }
    }

    /** Of a value that {@link #checkAll} has seen. */
    static List<RouteHop> decodeAll(byte[] bytes) {
        List<RouteHop> hops = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += Bytes.aligned(Bytes.u16(bytes, at))) {
            Attributes attributes = Attributes.checked(POLICY, bytes, at + HEADER_BYTES, at + Bytes.u16(bytes, at));
            Optional<Ip> gateway = attributes
                    .ip(Rta.GATEWAY)
                    .or(() -> attributes.value(Rta.VIA).flatMap(RouteHop::via));
            hops.add(new RouteHop(
                    Bytes.u32(bytes, at + 4),
                    gateway,
                    Bytes.u8(bytes, at + 3) + 1,
                    Bytes.u8(bytes, at + 2),
                    plain(attributes)));
        }
        return List.copyOf(hops);
    }

    /** struct rtvia: u16 family and an address. */
    static void checkVia(byte[] bytes, int from, int to) throws DecodeFault {
        if (to - from < 2) {
            throw new DecodeFault("RTA_VIA of " + (to - from) + " bytes");
        }
        Optional<Family> family = Families.of(Bytes.u16(bytes, from));
        if (family.isPresent() && to - from - 2 != family.get().bits() / 8) {
            throw new DecodeFault(
                    "RTA_VIA with an " + family.get().keyword() + " address of " + (to - from - 2) + " bytes");
        }
    }

    /** Empty for an address of neither family. */
    static Optional<Ip> via(byte[] value) {
        return Families.of(Bytes.u16(value, 0)).map(family -> Ip.ofBytes(Arrays.copyOfRange(value, 2, value.length)));
    }

    static void encodeAll(int type, List<RouteHop> hops, Family family, Encoder out) {
        Encoder all = new Encoder();
        for (RouteHop hop : hops) {
            int start = all.length();
            all.u16(0).u8(hop.flags).u8(hop.weight - 1).u32(hop.link);
            hop.encodeGateway(family, all);
            all.patch16(start, all.length() - start);
        }
        out.raw(type, all.toArray());
    }

    void encodeAlone(Family family, Encoder out) {
        if (link != 0) {
            out.u32(Rta.OIF, link);
        }
        encodeGateway(family, out);
    }

    private void encodeGateway(Family family, Encoder out) {
        if (!plain) {
            throw new IllegalArgumentException("a next hop with encapsulation or a realm cannot be written");
        }
        gateway.ifPresent(ip -> {
            if (ip.family() == family) {
                out.ip(Rta.GATEWAY, ip);
                return;
            }
            Encoder via = new Encoder().u16(ip.family().number());
            byte[] address = ip.toBytes();
            out.raw(Rta.VIA, via.append(address, 0, address.length).toArray());
        });
    }
}
