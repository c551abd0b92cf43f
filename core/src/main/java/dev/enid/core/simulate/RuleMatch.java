package dev.enid.core.simulate;

import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Rule;
import java.util.Optional;

/** Whether a rule is about a packet: fib_rule_match(). */
final class RuleMatch {

    private static final Optional<String> LOOPBACK = Optional.of("lo");

    private RuleMatch() {}

    /** Why the rule does not match, or empty where it does. */
    static Optional<Trace.Answer> mismatch(Rule rule, Flow flow, KernelState state) {
        Optional<Trace.Part> misfit = misfit(rule.selector(), flow, state);
        boolean others = !rule.selector().others().isEmpty();
        if (misfit.isEmpty() && others) {
            return Optional.of(new Trace.Answer.Unclear());
        }
        if (rule.selector().invert()) {
            return misfit.isPresent() ? Optional.empty() : Optional.of(new Trace.Answer.Mismatch(Trace.Part.INVERTED));
        }
        return misfit.map(Trace.Answer.Mismatch::new);
    }

    private static Optional<Trace.Part> misfit(Rule.Selector selector, Flow flow, KernelState state) {
        if (!selector.iif().map(name -> isIif(name, flow, state)).orElse(true)) {
            return Optional.of(Trace.Part.IIF);
        }
        if (!selector.oif().map(name -> isLink(name, flow.oif(), state)).orElse(true)) {
            return Optional.of(Trace.Part.OIF);
        }
        if (((selector.mark() ^ flow.mark()) & selector.mask()) != 0) {
            return Optional.of(Trace.Part.MARK);
        }
        // A packet without a source fits no source but all of them.
        boolean from = selector.from()
                .map(cidr ->
                        cidr.isEverything() || flow.from().map(cidr::contains).orElse(false))
                .orElse(true);
        if (!from) {
            return Optional.of(Trace.Part.FROM);
        }
        boolean to = selector.to().map(cidr -> cidr.contains(flow.to())).orElse(true);
        return to ? Optional.empty() : Optional.of(Trace.Part.TO);
    }

    private static boolean isIif(String name, Flow flow, KernelState state) {
        return flow.isLocal() ? LOOPBACK.equals(Optional.of(name)) : isLink(name, flow.iif(), state);
    }

    /** The kernel resolves the rule's name when link or rule appear, and compares indexes. */
    private static boolean isLink(String name, Optional<String> other, KernelState state) {
        Optional<Integer> index = state.link(name).map(Link::index);
        return index.isPresent() && index.equals(other.flatMap(state::link).map(Link::index));
    }
}
