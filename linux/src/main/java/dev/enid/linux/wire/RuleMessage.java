package dev.enid.linux.wire;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/** A rule: struct fib_rule_hdr with FRA_* of linux/fib_rules.h. */
public record RuleMessage(Header header, Attributes attributes) implements Message.Thing {

    /** RTM_NEWRULE. */
    static final int NEW = 32;

    /** FIB_RULE_INVERT. */
    public static final int INVERT = 0x2;

    private static final int HIGHEST_SMALL_TABLE = 255;

    /**
     * Struct fib_rule_hdr of linux/fib_rules.h.
     *
     * @param table its lowest eight bits; {@link RuleMessage#table} has all
     * @param action FR_ACT_*
     * @param flags FIB_RULE_*
     */
    public record Header(
            Family family, int destinationLength, int sourceLength, int tos, int table, int action, int flags) {
        static final int BYTES = 12;
    }

    /** From and to, both included. */
    public record Range(long first, long last) {}

    public RuleMessage {
        Optional<String> problem = problem(header, attributes);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
    }

    private static Optional<String> problem(Header header, Attributes attributes) {
        if (!attributes.follows(Fra.POLICY)) {
            return Optional.of("not a rule's attributes");
        }
        int bits = header.family.bits();
        if (header.destinationLength < 0
                || header.destinationLength > bits
                || header.sourceLength < 0
                || header.sourceLength > bits) {
            return Optional.of(
                    "a rule with prefixes of " + header.destinationLength + " and " + header.sourceLength + " bits");
        }
        return Families.mixed(header.family, attributes, Fra.DST, Fra.SRC);
    }

    static Message decode(byte[] bytes, int from, int to) throws DecodeFault {
        if (to - from < Header.BYTES) {
            throw new DecodeFault("a rule of " + (to - from) + " bytes");
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
                Bytes.u8(bytes, from + 7),
                Bytes.u32(bytes, from + 8));
        Attributes attributes = Attributes.decode(Fra.POLICY, bytes, from + Header.BYTES, to);
        return Families.decoded(() -> new RuleMessage(header, attributes));
    }

    @Override
    public void encode(Encoder out) {
        out.u8(header.family.number())
                .u8(header.destinationLength)
                .u8(header.sourceLength)
                .u8(header.tos)
                .u8(header.table)
                .u16(0)
                .u8(header.action)
                .u32(header.flags);
        attributes.encode(out);
    }

    /** What a dump of a family's rules asks for. */
    public static RuleMessage all(Family family) {
        return new RuleMessage(new Header(family, 0, 0, 0, 0, 0, 0), Attributes.build(Fra.POLICY, none -> {}));
    }

    /**
     * A rule that matches every packet.
     *
     * @param priority an unsigned 32-bit number
     * @param action FR_ACT_*
     * @param table for FR_ACT_TO_TBL; 0 for others
     */
    public static RuleMessage of(Family family, long priority, int action, int table) {
        boolean small = table > 0 && table <= HIGHEST_SMALL_TABLE;
        return new RuleMessage(
                new Header(family, 0, 0, 0, small ? table : 0, action, 0), Attributes.build(Fra.POLICY, out -> {
                    out.u32(Fra.PRIORITY, (int) priority);
                    if (table != 0) {
                        out.u32(Fra.TABLE, table);
                    }
                }));
    }

    /** This rule with other attributes, for those that have no method here. */
    public RuleMessage with(Consumer<Encoder> content) {
        return new RuleMessage(header, attributes.with(content));
    }

    private RuleMessage with(Header changed) {
        return new RuleMessage(changed, attributes);
    }

    /** About packets from there; a /0 is the same as none. */
    public RuleMessage from(Cidr source) {
        RuleMessage rule = with(new Header(
                header.family,
                header.destinationLength,
                source.prefixLength(),
                header.tos,
                header.table,
                header.action,
                header.flags));
        return source.isEverything() ? rule : rule.with(out -> out.ip(Fra.SRC, source.ip()));
    }

    /** About packets to there; a /0 is the same as none. */
    public RuleMessage to(Cidr destination) {
        RuleMessage rule = with(new Header(
                header.family,
                destination.prefixLength(),
                header.sourceLength,
                header.tos,
                header.table,
                header.action,
                header.flags));
        return destination.isEverything() ? rule : rule.with(out -> out.ip(Fra.DST, destination.ip()));
    }

    public RuleMessage withFlags(int flags) {
        return with(new Header(
                header.family,
                header.destinationLength,
                header.sourceLength,
                header.tos,
                header.table,
                header.action,
                flags));
    }

    public RuleMessage withTos(int tos) {
        return with(new Header(
                header.family,
                header.destinationLength,
                header.sourceLength,
                tos,
                header.table,
                header.action,
                header.flags));
    }

    public RuleMessage withIif(String name) {
        return with(out -> out.text(Fra.IIFNAME, name));
    }

    public RuleMessage withOif(String name) {
        return with(out -> out.text(Fra.OIFNAME, name));
    }

    public RuleMessage withMark(int mark, int mask) {
        return with(out -> out.u32(Fra.FWMARK, mark).u32(Fra.FWMASK, mask));
    }

    /** The priority of the rule to go on with. */
    public RuleMessage withGoto(long priority) {
        return with(out -> out.u32(Fra.GOTO, (int) priority));
    }

    public RuleMessage withSuppressPrefixLength(int length) {
        return with(out -> out.u32(Fra.SUPPRESS_PREFIXLEN, length));
    }

    /** 1 to 255: who made it (Linux 4.17). */
    public RuleMessage withProtocol(int protocol) {
        return with(out -> out.u8(Fra.PROTOCOL, protocol));
    }

    public RuleMessage withIpProtocol(int protocol) {
        return with(out -> out.u8(Fra.IP_PROTO, protocol));
    }

    public RuleMessage withUids(Range uids) {
        return with(out -> out.u64(Fra.UID_RANGE, (uids.first & 0xffff_ffffL) | (uids.last << 32)));
    }

    public RuleMessage withSourcePorts(Range ports) {
        return with(out -> out.u32(Fra.SPORT_RANGE, (int) ((ports.first & 0xffff) | (ports.last << 16))));
    }

    public RuleMessage withDestinationPorts(Range ports) {
        return with(out -> out.u32(Fra.DPORT_RANGE, (int) ((ports.first & 0xffff) | (ports.last << 16))));
    }

    public Family family() {
        return header.family;
    }

    /** An unsigned 32-bit number; lower is asked first. */
    public long priority() {
        return attributes.unsigned(Fra.PRIORITY, 0);
    }

    public Optional<Cidr> source() {
        return attributes.ip(Fra.SRC).filter(ip -> header.sourceLength > 0).map(ip -> Cidr.of(ip, header.sourceLength));
    }

    public Optional<Cidr> destination() {
        return attributes
                .ip(Fra.DST)
                .filter(ip -> header.destinationLength > 0)
                .map(ip -> Cidr.of(ip, header.destinationLength));
    }

    public Optional<String> iif() {
        return attributes.text(Fra.IIFNAME);
    }

    public Optional<String> oif() {
        return attributes.text(Fra.OIFNAME);
    }

    public int mark() {
        return attributes.u32(Fra.FWMARK, 0);
    }

    /** 0 where the rule does not look at the mark. */
    public int mask() {
        return attributes.has(Fra.FWMARK) ? attributes.u32(Fra.FWMASK, -1) : attributes.u32(Fra.FWMASK, 0);
    }

    public boolean inverted() {
        return (header.flags & INVERT) != 0;
    }

    /** FR_ACT_*. */
    public int action() {
        return header.action;
    }

    public int table() {
        return attributes.u32(Fra.TABLE, header.table);
    }

    /** The priority of the rule to go on with; 0 for none. */
    public long gotoPriority() {
        return attributes.unsigned(Fra.GOTO, 0);
    }

    /** -1 for none. */
    public int suppressPrefixLength() {
        return attributes.u32(Fra.SUPPRESS_PREFIXLEN, -1);
    }

    /** -1 for none. */
    public int suppressGroup() {
        return attributes.u32(Fra.SUPPRESS_IFGROUP, -1);
    }

    /** FRA_PROTOCOL, 0 for none. */
    public int protocol() {
        return attributes.u8(Fra.PROTOCOL, 0);
    }

    public int tos() {
        return header.tos;
    }

    /** Whether the link's VRF says which table. */
    public boolean l3mdev() {
        return attributes.u8(Fra.L3MDEV, 0) != 0;
    }

    /** IPPROTO_*, 0 for any. */
    public int ipProtocol() {
        return attributes.u8(Fra.IP_PROTO, 0);
    }

    public Optional<Range> uids() {
        return attributes
                .value(Fra.UID_RANGE)
                .map(value -> new Range(Bytes.u32(value, 0) & 0xffff_ffffL, Bytes.u32(value, 4) & 0xffff_ffffL));
    }

    public Optional<Range> sourcePorts() {
        return attributes.value(Fra.SPORT_RANGE).map(value -> new Range(Bytes.u16(value, 0), Bytes.u16(value, 2)));
    }

    public Optional<Range> destinationPorts() {
        return attributes.value(Fra.DPORT_RANGE).map(value -> new Range(Bytes.u16(value, 0), Bytes.u16(value, 2)));
    }

    /** Types of attributes that no other method tells: realms, tunnels, DSCP, anything unknown. */
    public SortedSet<Integer> more() {
        return Fra.beyond(attributes);
    }

    @Override
    public int newType() {
        return NEW;
    }

    @Override
    public String toIproute2() {
        StringBuilder text = new StringBuilder("rule ").append(priority()).append(": from ");
        text.append(source().map(Cidr::toIproute2).orElse("all"));
        destination().ifPresent(to -> text.append(" to ").append(to.toIproute2()));
        iif().ifPresent(name -> text.append(" iif ").append(name));
        oif().ifPresent(name -> text.append(" oif ").append(name));
        if (mask() != 0) {
            text.append(String.format(" fwmark 0x%x/0x%x", mark(), mask()));
        }
        return table() == 0
                ? text.append(" action ").append(header.action).toString()
                : text.append(" lookup ")
                        .append(Integer.toUnsignedString(table()))
                        .toString();
    }
}
