package dev.enid.core.desire;

import dev.enid.core.kernel.Rule;
import dev.enid.core.snapshot.MarkUse;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Others who use bits of marks that are enid's: two meanings of one bit send packets astray. */
final class MarkClashes {

    /** As many are named as a person reads; the rest is alike. */
    private static final int NAMED = 3;

    private MarkClashes() {}

    /** In sentences, with the setting that avoids it; empty where nobody does. */
    static List<String> of(Snapshot snapshot, int mask) {
        List<MarkUse> uses = new ArrayList<>(snapshot.host().marking().others());
        snapshot.state().rules().stream()
                .filter(rule -> !snapshot.host().ownership().owns(rule))
                .filter(rule -> rule.selector().mask() != 0)
                .map(rule -> new MarkUse(named(rule, snapshot), rule.selector().mask()))
                .forEach(uses::add);
        List<MarkUse> clashes =
                uses.stream().filter(use -> (use.bits() & mask) != 0).toList();
        if (clashes.isEmpty()) {
            return List.of();
        }
        String who = clashes.stream()
                .limit(NAMED)
                .map(use -> String.format("%s (0x%x)", use.who(), use.bits()))
                .collect(Collectors.joining(", "));
        int taken = uses.stream().mapToInt(MarkUse::bits).reduce(0, (a, b) -> a | b);
        String more = clashes.size() > NAMED ? " and " + (clashes.size() - NAMED) + " more" : "";
        OptionalInt free = free(taken, Integer.bitCount(mask));
        return List.of(String.format("mark-mask 0x%x is used by others too: %s%s; ", mask, who, more)
                + (free.isPresent()
                        ? String.format("mark-mask = 0x%x in the settings avoids it", free.getAsInt())
                        : "no run of free bits is left for another mark-mask: containers = \"off\" is the way out"));
    }

    private static String named(Rule rule, Snapshot snapshot) {
        return "ip " + rule.toIproute2(snapshot.state());
    }

    /** The highest run of bits that nobody uses, as long as that or shorter, but of two bits at least. */
    private static OptionalInt free(int taken, int length) {
        for (int bits = length; bits >= 2; bits--) {
            int run = (1 << bits) - 1;
            for (int shift = Integer.SIZE - bits; shift >= 0; shift--) {
                if ((taken & (run << shift)) == 0) {
                    return OptionalInt.of(run << shift);
                }
            }
        }
        return OptionalInt.empty();
    }
}
