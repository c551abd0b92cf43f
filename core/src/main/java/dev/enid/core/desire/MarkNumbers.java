package dev.enid.core.desire;

import dev.enid.core.inventory.Eni;
import dev.enid.core.kernel.Rule;
import dev.enid.core.snapshot.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which mark stands for which ENI. A connection bears it as long as it lives: so a mark stays with its ENI's table, as the rules in
 * the kernel tell, and an ENI that comes back to its place finds its own free, where nobody took it meanwhile.
 */
final class MarkNumbers {

    /** ENIs of one network card, at most (EC2 user guide, "Maximum IP addresses per network interface"). */
    private static final int DEVICES_OF_A_CARD = 15;

    private final int shift;
    private final int most;
    private final Map<Integer, Integer> byTable = new HashMap<>();

    private MarkNumbers(int mask) {
        shift = Integer.numberOfTrailingZeros(mask);
        most = mask >>> shift;
    }

    /**
     * Those of the ENIs.
     *
     * @param mask one run of bits
     * @param stays which rules of enid's stay although nothing wants them now: their marks are not given away
     */
    static MarkNumbers of(Snapshot snapshot, int mask, List<Eni> enis, Predicate<Rule> stays) {
        MarkNumbers numbers = new MarkNumbers(mask);
        for (Rule rule : snapshot.state().rules()) {
            boolean ours = snapshot.host().ownership().owns(rule) && rule.priority() == ContainerWants.PRIORITY;
            int number = rule.selector().mark() >>> numbers.shift;
            if (ours && rule.selector().mask() == mask && numbers.isFree(number)) {
                boolean wanted = enis.stream().anyMatch(eni -> eni.table() == rule.table());
                if (wanted || stays.test(rule)) {
                    numbers.byTable.putIfAbsent(rule.table(), number);
                }
            }
        }
        enis.forEach(numbers::give);
        return numbers;
    }

    private boolean isFree(int number) {
        return number != 0 && !byTable.containsValue(number);
    }

    private void give(Eni eni) {
        if (byTable.containsKey(eni.table())) {
            return;
        }
        int first = DEVICES_OF_A_CARD * eni.networkCard() + eni.deviceIndex();
        for (int i = 0; i < most; i++) {
            int number = 1 + (first + i) % most;
            if (isFree(number)) {
                byTable.put(eni.table(), number);
                return;
            }
        }
    }

    /** For how many ENIs there is a mark. */
    int most() {
        return most;
    }

    /** The ENI's mark, at its place in the mask; empty where all are taken. */
    Optional<Integer> of(Eni eni) {
        return Optional.ofNullable(byTable.get(eni.table())).map(number -> number << shift);
    }
}
