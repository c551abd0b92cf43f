package dev.enid.linux.wire;

import dev.enid.core.ip.Ip;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * A message of connection tracking: struct nfgenmsg of linux/netfilter/nfnetlink.h with attributes of
 * linux/netfilter/nfnetlink_conntrack.h. All numbers in it are in network byte order, marks too.
 *
 * @param kind IPCTNL_MSG_CT_*
 */
public record ConntrackMessage(int kind, NetfilterHeader header, Attributes attributes) implements Message {

    /** NFNL_SUBSYS_CTNETLINK of linux/netfilter/nfnetlink.h, the upper byte of a message's type. */
    static final int SUBSYSTEM = 1;

    /** IPCTNL_MSG_CT_*: without NLM_F_CREATE the first changes what is there. */
    static final int NEW = 0;

    static final int GET = 1;

    /** CTA_*. */
    private static final int ORIGINAL = 1;

    private static final int MARK = 8;
    private static final int ZONE = 18;
    private static final int MARK_MASK = 21;

    /** CTA_TUPLE_*. */
    private static final int ADDRESSES = 1;

    private static final int PROTOCOL = 2;

    /** CTA_IP_*: the same for IPv6 is two more. */
    private static final int SOURCE = 1;

    private static final int DESTINATION = 2;

    /** CTA_PROTO_*. */
    private static final int NUMBER = 1;

    private static final int SOURCE_PORT = 2;
    private static final int DESTINATION_PORT = 3;

    private static final Policy IPS =
            Policy.named("addresses").of(Shape.IP, 1, 2, 3, 4).build();

    private static final Policy PORTS =
            Policy.named("protocol").of(Shape.U8, 1).of(Shape.U16, 2, 3).build();

    private static final Policy TUPLE = Policy.named("tuple")
            .of(Shape.nested(IPS), ADDRESSES)
            .of(Shape.nested(PORTS), PROTOCOL)
            .build();

    private static final Policy CONNECTION = Policy.named("connection")
            .of(Shape.nested(TUPLE), ORIGINAL)
            .of(Shape.U32, MARK, MARK_MASK)
            .of(Shape.U16, ZONE)
            .build();

    static boolean isOne(int type) {
        return type >>> 8 == SUBSYSTEM;
    }

    static ConntrackMessage decode(int type, byte[] bytes, int from, int to) throws DecodeFault {
        NetfilterHeader header = NetfilterHeader.decode(bytes, from, to);
        int attributes = from + NetfilterHeader.BYTES;
        return new ConntrackMessage(type & 0xff, header, Attributes.decode(CONNECTION, bytes, attributes, to));
    }

    /** Which connections are asked for: all of both families whose mark has all of these bits. */
    static ConntrackMessage marked(int bits) {
        return of(GET, 0, out -> out.big32(MARK, bits).big32(MARK_MASK, bits));
    }

    /**
     * That connection without these bits in its mark. It is called by what its first packet looked like, and by its zone: one of the
     * same looks in another zone is another. Zones that only one direction is in stand within {@link #ORIGINAL}.
     */
    ConntrackMessage without(int bits) {
        byte[] original = attributes.value(ORIGINAL).orElse(new byte[0]);
        Optional<byte[]> zone = attributes.value(ZONE);
        return of(NEW, header.family(), out -> {
            out.nest(ORIGINAL, tuple -> tuple.append(original, 0, original.length));
            zone.ifPresent(number -> out.raw(ZONE, number));
            out.big32(MARK, 0).big32(MARK_MASK, bits);
        });
    }

    private static ConntrackMessage of(int kind, int family, Consumer<Encoder> content) {
        return new ConntrackMessage(kind, new NetfilterHeader(family, 0, 0), Attributes.build(CONNECTION, content));
    }

    @Override
    public void encode(Encoder out) {
        header.encode(out);
        attributes.encode(out);
    }

    /** 0 also where the kernel tells of none. */
    public int mark() {
        return attributes.big32(MARK, 0);
    }

    /** Which bits {@link #mark} is about, in a question or a change. */
    int markMask() {
        return attributes.big32(MARK_MASK, -1);
    }

    /** Empty for the usual one. */
    Optional<Integer> zone() {
        return attributes.has(ZONE) ? Optional.of(attributes.big16(ZONE, 0)) : Optional.empty();
    }

    /** As options of the program {@code conntrack}: the first packet's looks, the zone and the mark, as far as they are in it. */
    String toConntrack() {
        StringJoiner words = new StringJoiner(" ");
        Attributes tuple = attributes.nest(ORIGINAL, TUPLE);
        Attributes ips = tuple.nest(ADDRESSES, IPS);
        Attributes ports = tuple.nest(PROTOCOL, PORTS);
        if (ports.has(NUMBER)) {
            words.add("--protonum " + ports.u8(NUMBER, 0));
        }
        ip(ips, SOURCE).ifPresent(ip -> words.add("--src " + ip));
        ip(ips, DESTINATION).ifPresent(ip -> words.add("--dst " + ip));
        if (ports.has(SOURCE_PORT)) {
            words.add("--sport " + ports.big16(SOURCE_PORT, 0));
        }
        if (ports.has(DESTINATION_PORT)) {
            words.add("--dport " + ports.big16(DESTINATION_PORT, 0));
        }
        zone().ifPresent(number -> words.add("--zone " + number));
        if (attributes.has(MARK)) {
            words.add(String.format("--mark 0x%x/0x%x", mark(), markMask()));
        }
        return words.toString();
    }

    private static Optional<Ip> ip(Attributes ips, int which) {
        return ips.ip(which).or(() -> ips.ip(which + 2));
    }
}
