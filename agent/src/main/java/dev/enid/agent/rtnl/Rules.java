package dev.enid.agent.rtnl;

import dev.enid.core.ip.Cidr;
import dev.enid.core.kernel.Rule;
import dev.enid.linux.wire.RuleMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules to and from the wire. */
final class Rules {

    private Rules() {}

    static Rule read(RuleMessage message) {
        Optional<Rule.Action> known = action(message.action());
        Rule.Action action = known.orElse(Rule.Action.NOP);
        Rule.Selector selector = new Rule.Selector(
                message.source(),
                message.destination(),
                message.iif(),
                message.oif(),
                message.mark(),
                message.mask(),
                message.inverted(),
                others(message, known.isPresent()));
        return new Rule(
                message.family(),
                bounded(message.priority()),
                selector,
                action,
                target(action, message),
                message.suppressPrefixLength(),
                message.protocol());
    }

    private static Optional<Rule.Action> action(int number) {
        for (Rule.Action action : Rule.Action.values()) {
            if (action.number() == number) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    private static int target(Rule.Action action, RuleMessage message) {
        return switch (action) {
            case LOOKUP -> message.table();
            case GOTO -> bounded(message.gotoPriority());
            case NOP, BLACKHOLE, UNREACHABLE, PROHIBIT -> 0;
        };
    }

    /** Priorities have 32 bits unsigned; all that lie beyond ours alike come after everything. */
    private static int bounded(long priority) {
        return (int) Math.min(priority, Integer.MAX_VALUE);
    }

    /** In iproute2's words and order, what {@link Rule.Selector} has no field for. */
    private static String others(RuleMessage message, boolean actionKnown) {
        List<String> words = new ArrayList<>();
        if (message.tos() != 0) {
            words.add(String.format("tos 0x%02x", message.tos()));
        }
        if (message.l3mdev()) {
            words.add("l3mdev");
        }
        message.uids().ifPresent(uids -> words.add("uidrange " + uids.first() + "-" + uids.last()));
        if (message.ipProtocol() != 0) {
            words.add("ipproto " + protocol(message.ipProtocol()));
        }
        message.sourcePorts().ifPresent(ports -> words.add("sport " + range(ports)));
        message.destinationPorts().ifPresent(ports -> words.add("dport " + range(ports)));
        if (message.suppressGroup() >= 0) {
            words.add("suppress_ifgroup " + message.suppressGroup());
        }
        message.more().forEach(type -> words.add("attribute " + type));
        if (!actionKnown) {
            words.add("action " + message.action());
        }
        return String.join(" ", words);
    }

    /** IPPROTO_* of linux/in.h, as /etc/protocols names them. */
    private static String protocol(int number) {
        return switch (number) {
            case 1 -> "icmp";
            case 6 -> "tcp";
            case 17 -> "udp";
            case 58 -> "ipv6-icmp";
            default -> Integer.toString(number);
        };
    }

    private static String range(RuleMessage.Range range) {
        return range.first() == range.last() ? Long.toString(range.first()) : range.first() + "-" + range.last();
    }

    /** @throws IllegalArgumentException for a selector with parts that {@link Rule.Selector} keeps as words only */
    static RuleMessage write(Rule rule) {
        Rule.Selector selector = rule.selector();
        if (!selector.others().isEmpty()) {
            throw new IllegalArgumentException("a rule with \"" + selector.others() + "\" cannot be written");
        }
        RuleMessage message = RuleMessage.of(
                rule.family(),
                rule.priority(),
                rule.action().number(),
                rule.action() == Rule.Action.LOOKUP ? rule.table() : 0);
        if (rule.action() == Rule.Action.GOTO) {
            message = message.withGoto(rule.table());
        }
        if (selector.from().isPresent()) {
            message = message.from(selector.from().get());
        }
        if (selector.to().isPresent()) {
            message = message.to(selector.to().get());
        }
        if (selector.iif().isPresent()) {
            message = message.withIif(selector.iif().get());
        }
        if (selector.oif().isPresent()) {
            message = message.withOif(selector.oif().get());
        }
        if (selector.mask() != 0) {
            message = message.withMark(selector.mark(), selector.mask());
        }
        if (rule.suppressPrefixLength() >= 0) {
            message = message.withSuppressPrefixLength(rule.suppressPrefixLength());
        }
        if (selector.invert()) {
            message = message.withFlags(RuleMessage.INVERT);
        }
        return rule.protocol() == 0 ? message : message.withProtocol(rule.protocol());
    }

    /**
     * Whether a request to delete {@code named} may hit {@code there}: the kernel (fib_nl_delrule) compares only what the
     * request names, and takes the first rule that fits, whoever made it.
     */
    static boolean deletionHits(Rule named, Rule there) {
        Rule.Selector wanted = named.selector();
        Rule.Selector found = there.selector();
        boolean sameTarget = named.action() == there.action() && (named.table() == 0 || named.table() == there.table());
        return named.family() == there.family()
                && (named.priority() == 0 || named.priority() == there.priority())
                && sameTarget
                && names(wanted.from(), found.from())
                && names(wanted.to(), found.to())
                && (wanted.iif().isEmpty() || wanted.iif().equals(found.iif()))
                && (wanted.oif().isEmpty() || wanted.oif().equals(found.oif()))
                && (wanted.mask() == 0 || (wanted.mark() == found.mark() && wanted.mask() == found.mask()))
                && (named.suppressPrefixLength() < 0 || named.suppressPrefixLength() == there.suppressPrefixLength());
    }

    private static boolean names(Optional<Cidr> wanted, Optional<Cidr> found) {
        return wanted.isEmpty() || wanted.equals(found);
    }
}
