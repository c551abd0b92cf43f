package dev.enid.linux.wire;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.Optional;
import java.util.function.Consumer;

/** An address on a link: struct ifaddrmsg with IFA_* of linux/if_addr.h. */
public record AddressMessage(Header header, Attributes attributes) implements Message.Thing {

    /** RTM_NEWADDR. */
    static final int NEW = 20;

    private static final int ADDRESS = 1;
    private static final int LOCAL = 2;
    private static final int LABEL = 3;
    private static final int BROADCAST = 4;
    private static final int CACHEINFO = 6;
    private static final int FLAGS = 8;
    private static final int RT_PRIORITY = 9;
    private static final int PROTO = 11;

    /** struct ifa_cacheinfo: u32 preferred, valid, created, updated. */
    private static final int CACHEINFO_BYTES = 16;

    static final Policy POLICY = Policy.named("address")
            .of(Shape.IP, ADDRESS, LOCAL, BROADCAST)
            .of(Shape.TEXT, LABEL)
            .of(Shape.atLeast(CACHEINFO_BYTES), CACHEINFO)
            .of(Shape.U32, FLAGS, RT_PRIORITY)
            .of(Shape.U8, PROTO)
            .build();

    /**
     * Struct ifaddrmsg of linux/if_addr.h.
     *
     * @param prefixLength in bits
     * @param flags the lowest eight of IFA_F_*; {@link AddressMessage#flags} has all
     * @param scope RT_SCOPE_*
     * @param link ifindex
     */
    public record Header(Family family, int prefixLength, int flags, int scope, int link) {
        static final int BYTES = 8;
    }

    /** Lifetimes in seconds, {@link #FOREVER} for no end. */
    public record Lifetime(long preferred, long valid) {
        /** INFINITY_LIFE_TIME of net/addrconf.h. */
        public static final long FOREVER = 0xffff_ffffL;
    }

    public AddressMessage {
        Optional<String> problem = problem(header, attributes);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    private static Optional<String> problem(Header header, Attributes attributes) {
        if (!attributes.follows(POLICY)) {
            return Optional.of("not an address's attributes");
        }
        if (header.prefixLength < 0 || header.prefixLength > header.family.bits()) {
            return Optional.of("an address with a prefix of " + header.prefixLength + " bits");
        }
        return Families.mixed(header.family, attributes, ADDRESS, LOCAL, BROADCAST);
    }

    static Message decode(byte[] bytes, int from, int to) throws DecodeFault {
        if (to - from < Header.BYTES) {
            throw new DecodeFault("an address of " + (to - from) + " bytes");
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
                Bytes.u32(bytes, from + 4));
        Attributes attributes = Attributes.decode(POLICY, bytes, from + Header.BYTES, to);
        return Families.decoded(() -> new AddressMessage(header, attributes));
    }

    @Override
    public void encode(Encoder out) {
        out.u8(header.family.number())
                .u8(header.prefixLength)
                .u8(header.flags)
                .u8(header.scope)
                .u32(header.link);
        attributes.encode(out);
    }

    /** What a dump of a family's addresses asks for. */
    public static AddressMessage all(Family family) {
        return new AddressMessage(new Header(family, 0, 0, 0, 0), Attributes.build(POLICY, none -> {}));
    }

    /**
     * An address on a link.
     *
     * @param flags IFA_F_*
     * @param scope RT_SCOPE_*
     */
    public static AddressMessage of(int link, Ip ip, int prefixLength, int flags, int scope) {
        return new AddressMessage(
                new Header(ip.family(), prefixLength, flags & 0xff, scope, link), Attributes.build(POLICY, out -> {
                    out.ip(LOCAL, ip).ip(ADDRESS, ip);
                    if (flags != 0) {
                        out.u32(FLAGS, flags);
                    }
                }));
    }

    public AddressMessage with(Consumer<Encoder> content) {
        return new AddressMessage(header, attributes.with(content));
    }

    /** With the other end of a point-to-point link. */
    public AddressMessage withPeer(Ip peer) {
        return with(out -> out.ip(ADDRESS, peer));
    }

    public AddressMessage withBroadcast(Ip broadcast) {
        return with(out -> out.ip(BROADCAST, broadcast));
    }

    /** IFA_PROTO, 1 to 255: who made it. Linux before 5.18 ignores it. */
    public AddressMessage withProtocol(int protocol) {
        return with(out -> out.u8(PROTO, protocol));
    }

    /** With the metric of the route that the kernel makes for the prefix. */
    public AddressMessage withRouteMetric(int metric) {
        return with(out -> out.u32(RT_PRIORITY, metric));
    }

    public AddressMessage withLifetime(Lifetime lifetime) {
        byte[] value = new byte[CACHEINFO_BYTES];
        Bytes.put32(value, 0, (int) lifetime.preferred);
        Bytes.put32(value, 4, (int) lifetime.valid);
        return with(out -> out.raw(CACHEINFO, value));
    }

    public int link() {
        return header.link;
    }

    /** The address itself; 0.0.0.0 or :: in a request that names none. */
    public Ip ip() {
        return attributes.ip(LOCAL).or(() -> attributes.ip(ADDRESS)).orElseGet(header.family::unspecified);
    }

    /** The other end, where it is not the address itself. */
    public Optional<Ip> peer() {
        return attributes.ip(ADDRESS).filter(peer -> !peer.equals(ip()));
    }

    public int prefixLength() {
        return header.prefixLength;
    }

    /** IFA_F_*, all of them. */
    public int flags() {
        return attributes.u32(FLAGS, header.flags);
    }

    public int scope() {
        return header.scope;
    }

    /** IFA_PROTO, 0 for none. */
    public int protocol() {
        return attributes.u8(PROTO, 0);
    }

    public Optional<Lifetime> lifetime() {
        return attributes
                .value(CACHEINFO)
                .map(value -> new Lifetime(Bytes.u32(value, 0) & 0xffff_ffffL, Bytes.u32(value, 4) & 0xffff_ffffL));
    }

    @Override
    public int newType() {
        return NEW;
    }

    @Override
    public String toIproute2() {
        return "address " + ip() + peer().map(peer -> " peer " + peer).orElse("") + "/" + header.prefixLength
                + " dev if" + header.link;
    }
}
