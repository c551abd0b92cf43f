package dev.enid.linux.wire;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Sysctl;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A link: struct ifinfomsg of linux/rtnetlink.h with IFLA_* of linux/if_link.h. */
public record LinkMessage(Header header, Attributes attributes) implements Message.Thing {

    /** RTM_NEWLINK. */
    static final int NEW = 16;
    /** RTM_NEWLINKPROP; RTM_DELLINKPROP is one more. */
    static final int NEW_NAMES = 108;

    private static final int ADDRESS = 1;
    private static final int NAME = 3;
    private static final int MTU = 4;
    private static final int PARENT = 5;
    private static final int MASTER = 10;
    private static final int LINKINFO = 18;
    private static final int NET_NS_PID = 19;
    private static final int AF_SPEC = 26;
    private static final int NET_NS_FD = 28;
    private static final int EXT_MASK = 29;
    private static final int LINK_NETNSID = 37;
    private static final int MAX_MTU = 51;
    private static final int PROP_LIST = 52;
    private static final int ALT_NAME = 53;
    private static final int PERM_ADDRESS = 54;

    /** IFLA_INFO_KIND, IFLA_INFO_DATA. */
    private static final int KIND = 1;

    private static final int KIND_DETAILS = 2;
    /** VETH_INFO_PEER of linux/veth.h. */
    private static final int VETH_PEER = 1;
    /** IFLA_INET_CONF of linux/if_link.h; IFLA_INET6_CONF. */
    private static final int INET_CONF = 1;

    private static final int INET6_CONF = 2;
    /** RTEXT_FILTER_SKIP_STATS of linux/rtnetlink.h: without the IPv6 counters, which are most of a link's bytes. */
    private static final int SKIP_STATISTICS = 1 << 3;

    private static final int AF_INET = Family.V4.number();
    private static final int AF_INET6 = Family.V6.number();

    private static final Policy LINKINFO_POLICY =
            Policy.named("IFLA_LINKINFO").of(Shape.TEXT, KIND).build();
    private static final Policy INET_POLICY =
            Policy.named("AF_INET").of(Shape.atLeast(0), INET_CONF).build();
    private static final Policy INET6_POLICY =
            Policy.named("AF_INET6").of(Shape.atLeast(0), INET6_CONF).build();
    private static final Policy AF_SPEC_POLICY = Policy.named("IFLA_AF_SPEC")
            .of(Shape.nested(INET_POLICY), AF_INET)
            .of(Shape.nested(INET6_POLICY), AF_INET6)
            .build();
    private static final Policy PROP_POLICY =
            Policy.named("IFLA_PROP_LIST").of(Shape.TEXT, ALT_NAME).build();
    static final Policy POLICY = Policy.named("link")
            .of(Shape.TEXT, NAME, ALT_NAME)
            .of(Shape.U32, MTU, PARENT, MASTER, NET_NS_PID, NET_NS_FD, EXT_MASK, LINK_NETNSID, MAX_MTU)
            .of(Shape.nested(LINKINFO_POLICY), LINKINFO)
            .of(Shape.nested(AF_SPEC_POLICY), AF_SPEC)
            .of(Shape.nested(PROP_POLICY), PROP_LIST)
            .build();

    /**
     * Struct ifinfomsg of linux/rtnetlink.h.
     *
     * @param hardware ARPHRD_* of linux/if_arp.h
     * @param index ifindex, 0 where a name says which
     * @param flags IFF_* of linux/if.h
     * @param change which of the flags a request is about
     */
    public record Header(int hardware, int index, int flags, int change) {
        static final int BYTES = 16;
    }

    /** IFF_UP. */
    public static final int UP = 0x1;
    /** IFF_LOOPBACK. */
    public static final int LOOPBACK = 0x8;
    /** IFF_LOWER_UP. */
    public static final int LOWER_UP = 0x10000;

    public LinkMessage {
        if (!attributes.follows(POLICY)) {
            throw new IllegalArgumentException("not a link's attributes");
        }
    }

    /** Links of AF_BRIDGE (a bridge telling of its ports) and AF_INET6 have other attributes under the same numbers. */
    static Message decode(byte[] bytes, int from, int to) throws DecodeFault {
        if (to - from < Header.BYTES) {
            throw new DecodeFault("a link of " + (to - from) + " bytes");
        }
        if (Bytes.u8(bytes, from) != 0) {
            return new OtherMessage(bytes, from, to);
        }
        Header header = new Header(
                Bytes.u16(bytes, from + 2),
                Bytes.u32(bytes, from + 4),
                Bytes.u32(bytes, from + 8),
                Bytes.u32(bytes, from + 12));
        return new LinkMessage(header, Attributes.decode(POLICY, bytes, from + Header.BYTES, to));
    }

    @Override
    public void encode(Encoder out) {
        out.u8(0).u8(0).u16(header.hardware).u32(header.index).u32(header.flags).u32(header.change);
        attributes.encode(out);
    }

    /** The link with that ifindex, to be changed, removed or asked for. */
    public static LinkMessage of(int index) {
        return new LinkMessage(new Header(0, index, 0, 0), Attributes.build(POLICY, none -> {}));
    }

    /** The link with that name, for a request. */
    public static LinkMessage named(String name) {
        return of(0).withName(name);
    }

    /** What a dump of all links asks for: everything but IPv6 counters. */
    public static LinkMessage all() {
        return of(0).with(out -> out.u32(EXT_MASK, SKIP_STATISTICS));
    }

    /** A new link of a kind that needs no more to be said: {@code bridge}, {@code dummy}, {@code ifb}. */
    public static LinkMessage ofKind(String name, String kind) {
        return named(name).with(out -> out.nest(LINKINFO, info -> info.text(KIND, kind)));
    }

    /**
     * A new pair of links: {@code first} and, at its other end, {@code second}, each with what it says of itself.
     *
     * @throws IllegalArgumentException when one is to be up: the kernel says ENOTCONN to an end whose other end is not there
     *     yet, so that is a second request
     */
    public static LinkMessage vethPair(LinkMessage first, LinkMessage second) {
        if (first.up() || second.up()) {
            throw new IllegalArgumentException("a veth comes up only when both of its ends are there");
        }
        return first.with(out -> out.nest(
                LINKINFO,
                info -> info.text(KIND, "veth")
                        .nest(KIND_DETAILS, details -> details.nest(VETH_PEER, second::encode))));
    }

    /** This link with other attributes, for those that have no method here. */
    public LinkMessage with(Consumer<Encoder> content) {
        return new LinkMessage(header, attributes.with(content));
    }

    /** With this name; on a link told by its index that is a rename. */
    public LinkMessage withName(String name) {
        return with(out -> out.text(NAME, name));
    }

    public LinkMessage withMac(Mac mac) {
        return with(out -> out.mac(ADDRESS, mac));
    }

    /** In bytes. */
    public LinkMessage withMtu(int mtu) {
        return with(out -> out.u32(MTU, mtu));
    }

    /** Belonging to that bridge, bond or VRF; 0 for none. */
    public LinkMessage withMaster(int index) {
        return with(out -> out.u32(MASTER, index));
    }

    /** Stacked on that link. */
    public LinkMessage withParent(int index) {
        return with(out -> out.u32(PARENT, index));
    }

    public LinkMessage withUp(boolean up) {
        int flags = up ? header.flags | UP : header.flags & ~UP;
        return new LinkMessage(new Header(header.hardware, header.index, flags, header.change | UP), attributes);
    }

    /** With that ifindex: for a new link, the one it shall get. */
    public LinkMessage withIndex(int index) {
        return new LinkMessage(new Header(header.hardware, index, header.flags, header.change), attributes);
    }

    /** In the network namespace that the descriptor holds open. */
    public LinkMessage inNamespace(int descriptor) {
        return with(out -> out.u32(NET_NS_FD, descriptor));
    }

    /** In the network namespace of that process. */
    public LinkMessage inNamespaceOf(int process) {
        return with(out -> out.u32(NET_NS_PID, process));
    }

    /** With alternative names, as RTM_NEWLINKPROP and RTM_DELLINKPROP take them. */
    public LinkMessage withAltNames(SortedSet<String> names) {
        return with(out -> out.nest(PROP_LIST, list -> names.forEach(name -> list.text(ALT_NAME, name))));
    }

    /** Empty where a request tells the link by its index. */
    public String name() {
        return attributes.text(NAME).orElse("");
    }

    public Optional<Mac> mac() {
        return attributes.mac(ADDRESS);
    }

    public Optional<Mac> permanentMac() {
        return attributes.mac(PERM_ADDRESS);
    }

    /** In bytes. */
    public int mtu() {
        return attributes.u32(MTU, 0);
    }

    /** In bytes, 0 where the driver sets no limit. */
    public int maxMtu() {
        return attributes.u32(MAX_MTU, 0);
    }

    /** Empty for hardware. */
    public String kind() {
        return attributes.nest(LINKINFO, LINKINFO_POLICY).text(KIND).orElse("");
    }

    public int master() {
        return attributes.u32(MASTER, 0);
    }

    public int parent() {
        return attributes.u32(PARENT, 0);
    }

    /** Whether {@link #parent} counts in another network namespace. */
    public boolean parentElsewhere() {
        return attributes.has(LINK_NETNSID);
    }

    public SortedSet<String> altNames() {
        return new TreeSet<>(attributes.nest(PROP_LIST, PROP_POLICY).texts(ALT_NAME));
    }

    public boolean up() {
        return (header.flags & UP) != 0;
    }

    public boolean carrier() {
        return (header.flags & LOWER_UP) != 0;
    }

    public boolean loopback() {
        return (header.flags & LOOPBACK) != 0;
    }

    /** The link's value of a sysctl, where the kernel has it: from the arrays that every link brings along. */
    public OptionalInt sysctl(Sysctl.Name name) {
        Attributes families = attributes.nest(AF_SPEC, AF_SPEC_POLICY);
        return switch (name.family()) {
            // IPV4_DEVCONF_* counts from 1, the array from 0.
            case V4 -> families.nest(AF_INET, INET_POLICY).u32Of(INET_CONF, name.devconf() - 1);
            case V6 -> families.nest(AF_INET6, INET6_POLICY).u32Of(INET6_CONF, name.devconf());
        };
    }

    @Override
    public int newType() {
        return NEW;
    }

    @Override
    public String toIproute2() {
        StringBuilder text = new StringBuilder("link ");
        text.append(name().isEmpty() ? "if" + header.index : name());
        if ((header.change & UP) != 0) {
            text.append(up() ? " up" : " down");
        }
        if (attributes.has(MTU)) {
            text.append(" mtu ").append(mtu());
        }
        if (attributes.has(MASTER)) {
            text.append(" master if").append(master());
        }
        altNames().forEach(each -> text.append(" altname ").append(each));
        return text.append(kind().isEmpty() ? "" : " type " + kind()).toString();
    }
}
