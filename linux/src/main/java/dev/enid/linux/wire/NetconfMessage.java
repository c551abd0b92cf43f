package dev.enid.linux.wire;

import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Sysctl;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sysctls of a link as they are now: struct netconfmsg with NETCONFA_* of linux/netconf.h. The kernel tells of a few, each time one
 * is written, and of all of these when a link appears.
 */
public record NetconfMessage(Family family, Attributes attributes) implements Message.Thing {

    /** RTM_NEWNETCONF. */
    static final int NEW = 80;

    private static final int LINK = 1;
    private static final int FORWARDING = 2;
    private static final int RP_FILTER = 3;
    private static final int PROXY = 5;

    /** NETCONFA_IFINDEX_ALL. */
    private static final int ALL = -1;

    private static final int HEADER_BYTES = 1;

    static final Policy POLICY = Policy.named("netconf")
            .of(Shape.U32, LINK, FORWARDING, RP_FILTER, PROXY)
            .build();

    private static final Map<Sysctl.Name, Integer> TYPES = Map.of(
            Sysctl.Name.FORWARDING, FORWARDING,
            Sysctl.Name.RP_FILTER, RP_FILTER,
            Sysctl.Name.PROXY_ARP, PROXY,
            Sysctl.Name.FORWARDING_V6, FORWARDING,
            Sysctl.Name.PROXY_NDP, PROXY);

    static Message decode(byte[] bytes, int from, int to) throws DecodeFault {
        int attributes = from + Bytes.aligned(HEADER_BYTES);
        if (attributes > to) {
            throw new DecodeFault("a netconf of " + (to - from) + " bytes");
        }
        Optional<Family> family = Families.of(Bytes.u8(bytes, from));
        if (family.isEmpty()) {
            return new OtherMessage(bytes, from, to);
        }
        return new NetconfMessage(family.get(), Attributes.decode(POLICY, bytes, attributes, to));
    }

    @Override
    public void encode(Encoder out) {
        out.u8(family.number()).align();
        attributes.encode(out);
    }

    /** Its ifindex; empty for the one that links to come begin with. */
    public OptionalInt link() {
        int index = attributes.u32(LINK, 0);
        return index == ALL ? OptionalInt.of(0) : index > 0 ? OptionalInt.of(index) : OptionalInt.empty();
    }

    /** Its value, where the message tells of it. */
    public OptionalInt value(Sysctl.Name name) {
        return Optional.ofNullable(TYPES.get(name))
                .filter(type -> name.family() == family && attributes.has(type))
                .map(type -> OptionalInt.of(attributes.u32(type, 0)))
                .orElse(OptionalInt.empty());
    }

    @Override
    public int newType() {
        return NEW;
    }

    @Override
    public String toIproute2() {
        return "netconf " + (link().isPresent() ? "dev if" + link().getAsInt() : "default");
    }
}
