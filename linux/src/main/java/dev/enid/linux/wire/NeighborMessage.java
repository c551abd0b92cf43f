package dev.enid.linux.wire;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.Optional;
import java.util.function.Consumer;

/** A neighbor, or an address that a link answers for: struct ndmsg with NDA_* of linux/neighbour.h. */
public record NeighborMessage(Header header, Attributes attributes) implements Message.Thing {

    /** RTM_NEWNEIGH. */
    static final int NEW = 28;

    private static final int DST = 1;
    private static final int LLADDR = 2;
    private static final int PROTOCOL = 12;

    static final Policy POLICY =
            Policy.named("neighbor").of(Shape.IP, DST).of(Shape.U8, PROTOCOL).build();

    /** NUD_PERMANENT. */
    public static final int PERMANENT = 0x80;
    /** NUD_NOARP: needs no look-up, as on loopback; made by the kernel itself. */
    public static final int NOARP = 0x40;
    /** NTF_PROXY. */
    public static final int PROXY = 0x08;

    /**
     * Struct ndmsg of linux/neighbour.h.
     *
     * @param link ifindex
     * @param state NUD_*
     * @param flags NTF_*
     * @param type RTN_*
     */
    public record Header(Family family, int link, int state, int flags, int type) {
        static final int BYTES = 12;
    }

    public NeighborMessage {
        Optional<String> problem = problem(header, attributes);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    private static Optional<String> problem(Header header, Attributes attributes) {
        return attributes.follows(POLICY)
                ? Families.mixed(header.family, attributes, DST)
                : Optional.of("not a neighbor's attributes");
    }

    static Message decode(byte[] bytes, int from, int to) throws DecodeFault {
        if (to - from < Header.BYTES) {
            throw new DecodeFault("a neighbor of " + (to - from) + " bytes");
        }
        Optional<Family> family = Families.of(Bytes.u8(bytes, from));
        if (family.isEmpty()) {
            return new OtherMessage(bytes, from, to);
        }
        Header header = new Header(
                family.get(),
                Bytes.u32(bytes, from + 4),
                Bytes.u16(bytes, from + 8),
                Bytes.u8(bytes, from + 10),
                Bytes.u8(bytes, from + 11));
        Attributes attributes = Attributes.decode(POLICY, bytes, from + Header.BYTES, to);
        return Families.decoded(() -> new NeighborMessage(header, attributes));
    }

    @Override
    public void encode(Encoder out) {
        out.u8(header.family.number())
                .u8(0)
                .u16(0)
                .u32(header.link)
                .u16(header.state)
                .u8(header.flags)
                .u8(header.type);
        attributes.encode(out);
    }

    /** What a dump of a family's neighbors asks for. */
    public static NeighborMessage all(Family family) {
        return new NeighborMessage(new Header(family, 0, 0, 0, 0), Attributes.build(POLICY, none -> {}));
    }

    /** What a dump of the addresses that links answer for asks for. */
    public static NeighborMessage allProxies(Family family) {
        return new NeighborMessage(new Header(family, 0, 0, PROXY, 0), Attributes.build(POLICY, none -> {}));
    }

    /** A permanent neighbor. */
    public static NeighborMessage permanent(int link, Ip ip, Mac mac) {
        return new NeighborMessage(
                new Header(ip.family(), link, PERMANENT, 0, 0),
                Attributes.build(POLICY, out -> out.ip(DST, ip).mac(LLADDR, mac)));
    }

    /** An address that the link answers for; permanent, as the kernel forgets others when the link loses its carrier (Linux 5.4). */
    public static NeighborMessage proxy(int link, Ip ip) {
        return new NeighborMessage(
                new Header(ip.family(), link, PERMANENT, PROXY, 0), Attributes.build(POLICY, out -> out.ip(DST, ip)));
    }

    public NeighborMessage with(Consumer<Encoder> content) {
        return new NeighborMessage(header, attributes.with(content));
    }

    /** 1 to 255: who made it (Linux 5.2). */
    public NeighborMessage withProtocol(int protocol) {
        return with(out -> out.u8(PROTOCOL, protocol));
    }

    public int link() {
        return header.link;
    }

    public Ip ip() {
        return attributes.ip(DST).orElseGet(header.family::unspecified);
    }

    public Optional<Mac> mac() {
        return attributes.mac(LLADDR);
    }

    /** NUD_*. */
    public int state() {
        return header.state;
    }

    public boolean isPermanent() {
        return (header.state & PERMANENT) != 0;
    }

    public boolean isProxy() {
        return (header.flags & PROXY) != 0;
    }

    public int protocol() {
        return attributes.u8(PROTOCOL, 0);
    }

    @Override
    public int newType() {
        return NEW;
    }

    @Override
    public String toIproute2() {
        return "neighbor " + (isProxy() ? "proxy " : "") + ip()
                + mac().map(mac -> " lladdr " + mac).orElse("") + " dev if" + header.link;
    }
}
