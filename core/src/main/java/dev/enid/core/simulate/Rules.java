package dev.enid.core.simulate;

import dev.enid.core.kernel.Rule;
import dev.enid.core.reading.Fault;
import java.util.Optional;

/** The routing policy database as net/core/fib_rules.c keeps it. */
final class Rules {

    private Rules() {}

    static Optional<Fault> put(Draft draft, Rule rule, String doing) {
        if (rule.action() == Rule.Action.GOTO && rule.table() <= rule.priority()) {
            return Refusal.refused(doing, "EINVAL: goto leads forward only");
        }
        if (draft.rules.stream().anyMatch(each -> sameToKernel(each, rule))) {
            return Refusal.exists(doing);
        }
        draft.rules.add(place(draft, rule), rule);
        return Optional.empty();
    }

    /** rule_exists(): the protocol tells two rules apart, inversion does not. */
    private static boolean sameToKernel(Rule one, Rule other) {
        boolean same = one.key().equals(other.key()) || inverted(one).key().equals(other.key());
        return same && one.protocol() == other.protocol();
    }

    private static Rule inverted(Rule rule) {
        Rule.Selector of = rule.selector();
        Rule.Selector inverted = new Rule.Selector(
                of.from(), of.to(), of.iif(), of.oif(), of.mark(), of.mask(), !of.invert(), of.others());
        return new Rule(
                rule.family(),
                rule.priority(),
                inverted,
                rule.action(),
                rule.table(),
                rule.suppressPrefixLength(),
                rule.protocol());
    }

    /** After the last rule of its family that is asked before it or has its priority. */
    private static int place(Draft draft, Rule rule) {
        int place = -1;
        for (int i = 0; i < draft.rules.size(); i++) {
            Rule each = draft.rules.get(i);
            if (each.family() != rule.family()) {
                continue;
            }
            if (each.priority() <= rule.priority()) {
                place = i + 1;
            } else if (place < 0) {
                place = i;
            }
        }
        return place < 0 ? draft.rules.size() : place;
    }

    /** A request that names every attribute, the protocol too: only then is someone else's equal rule safe. */
    static Optional<Fault> drop(Draft draft, Rule rule, String doing) {
        return draft.rules.remove(rule) ? Optional.empty() : Refusal.absent(doing);
    }
}
