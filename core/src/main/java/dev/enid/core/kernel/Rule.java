package dev.enid.core.kernel;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule of the routing policy database.
 *
 * @param priority lower is asked first
 * @param selector which packets it is about
 * @param table for {@link Action#LOOKUP} the table, for {@link Action#GOTO} the priority to go on with, else 0
 * @param suppressPrefixLength FRA_SUPPRESS_PREFIXLEN: a found route of this length or shorter does not count; -1 for none
 * @param protocol FRA_PROTOCOL: who made it
 */
public record Rule(
        Family family,
        int priority,
        Selector selector,
        Action action,
        int table,
        int suppressPrefixLength,
        int protocol)
        implements KernelObject {

    /** FR_ACT_* of linux/fib_rules.h. */
    public enum Action {
        LOOKUP(1),
        GOTO(2),
        NOP(3),
        BLACKHOLE(6),
        UNREACHABLE(7),
        PROHIBIT(8);

        private final int number;

        Action(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /**
     * Which packets a rule is about; an absent part matches all.
     *
     * @param iif the name of the link the packet came in by, {@code lo} for what the host sends
     * @param oif the name of the link the socket is bound to
     * @param mark compared with the packet's mark under {@code mask}; mask 0: any mark
     * @param invert FIB_RULE_INVERT: the rule is about all other packets
     * @param others in iproute2's words, what this record does not hold ({@code uidrange 0-0}, {@code ipproto tcp},
     *     {@code l3mdev}); empty for none
     */
    public record Selector(
            Optional<Cidr> from,
            Optional<Cidr> to,
            Optional<String> iif,
            Optional<String> oif,
            int mark,
            int mask,
            boolean invert,
            String others) {

        /** Matches every packet. */
        public static final Selector ALL =
                new Selector(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, false, "");

        public static Selector from(Cidr source) {
            return new Selector(Optional.of(source), ALL.to, ALL.iif, ALL.oif, 0, 0, false, "");
        }

        /** What bears that mark in those bits. */
        public static Selector mark(int mark, int mask) {
            return new Selector(ALL.from, ALL.to, ALL.iif, ALL.oif, mark, mask, false, "");
        }

        public Selector withIif(String name) {
            return new Selector(from, to, Optional.of(name), oif, mark, mask, invert, others);
        }

        /** Written out: the daemon hashes each of thousands in a pass. */
        @Override
        public int hashCode() {
            return 31 * (from.isPresent() ? from.get().hashCode() : 0) + mark;
        }

        /** Written out too: what is made for a record goes by method handles, which C1 does not inline. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Selector selector
                    && mark == selector.mark
                    && mask == selector.mask
                    && invert == selector.invert
                    && from.equals(selector.from)
                    && to.equals(selector.to)
                    && iif.equals(selector.iif)
                    && oif.equals(selector.oif)
                    && others.equals(selector.others);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(invert ? "not from " : "from ");
            text.append(
                    from.map(Cidr::isHost).orElse(false)
                            ? from.orElseThrow().ip().toString()
                            : from.map(Cidr::toString).orElse("all"));
            to.ifPresent(
                    cidr -> text.append(" to ").append(cidr.isHost() ? cidr.ip().toString() : cidr.toString()));
            if (mask != 0) {
                text.append(String.format(" fwmark 0x%x", mark)).append(mask == -1 ? "" : String.format("/0x%x", mask));
            }
            iif.ifPresent(name -> text.append(" iif ").append(name));
            oif.ifPresent(name -> text.append(" oif ").append(name));
            return others.isEmpty() ? text.toString() : text + " " + others;
        }
    }

    /** A rule that looks a table up. */
    public static Rule lookup(Family family, int priority, Selector selector, int table, int protocol) {
        return new Rule(family, priority, selector, Action.LOOKUP, table, -1, protocol);
    }

    @Override
    public Id key() {
        return new Id(family, priority, selector, action, table, suppressPrefixLength);
    }

    @Override
    public int link() {
        return 0;
    }

    /** {@code rule 10001: from 10.0.2.20 lookup 10001}. */
    @Override
    public String toIproute2(LinkNames names) {
        String text = "rule " + priority + ": " + selector;
        return switch (action) {
            case LOOKUP ->
                text + " lookup " + Route.tableName(table)
                        + (suppressPrefixLength < 0 ? "" : " suppress_prefixlength " + suppressPrefixLength);
            case GOTO -> text + " goto " + table;
            case NOP -> text + " nop";
            case BLACKHOLE -> text + " blackhole";
            case UNREACHABLE -> text + " unreachable";
            case PROHIBIT -> text + " prohibit";
        };
    }

    /** What tells most rules apart, written out: the daemon hashes each of thousands in a pass. */
    @Override
    public int hashCode() {
        return 31 * priority + selector.hashCode() + table;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rule rule
                && priority == rule.priority
                && table == rule.table
                && suppressPrefixLength == rule.suppressPrefixLength
                && protocol == rule.protocol
                && family == rule.family
                && action == rule.action
                && selector.equals(rule.selector);
    }

    /**
     * A rule's identity: everything but its protocol. The kernel refuses a second rule equal in all of it (EEXIST), and
     * deletes the first that matches what the request names, whoever made it.
     */
    public record Id(Family family, int priority, Selector selector, Action action, int table, int suppressPrefixLength)
            implements Key {

        @Override
        public int hashCode() {
            return 31 * priority + selector.hashCode() + table;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Id id
                    && priority == id.priority
                    && table == id.table
                    && suppressPrefixLength == id.suppressPrefixLength
                    && family == id.family
                    && action == id.action
                    && selector.equals(id.selector);
        }
    }
}
