package dev.enid.core.report;

import java.util.List;
import java.util.Optional;

/**
 * What {@code enid move} does, and how it ended.
 *
 * @param resource as it is typed after {@code enid move}, by its id
 * @param what it is, for a person
 * @param from who had it; absent where nobody had
 * @param outcome {@code planned}, {@code moved}, {@code already-there}, {@code refused}, {@code restored}, {@code lost} or
 *     {@code failed}
 * @param steps what is asked of EC2, in this order
 * @param interrupts what stops working, and for how long, in sentences
 * @param warnings what should be known, in sentences
 * @param phases what was reached, and when
 * @param notObserved phases that cannot be seen from where the command ran
 * @param problems why it is not done, and what to do, in lines
 */
public record MoveView(
        String resource,
        String what,
        Optional<PlaceView> from,
        PlaceView to,
        String outcome,
        List<String> steps,
        List<String> interrupts,
        List<String> warnings,
        List<PhaseView> phases,
        List<String> notObserved,
        List<String> problems) {

    /**
     * Where it is.
     *
     * @param holder the id of what has it: an instance for an ENI, an ENI for an address
     * @param instance absent where the holder is none and at none
     */
    public record PlaceView(String holder, Optional<String> instance) {

        String words() {
            return holder
                    + instance.filter(each -> !each.equals(holder))
                            .map(each -> " of " + each)
                            .orElse("");
        }
    }

    /**
     * A moment.
     *
     * @param phase such as {@code detached}
     * @param ms since the command began
     */
    public record PhaseView(String phase, long ms) {}

    public MoveView {
        steps = List.copyOf(steps);
        interrupts = List.copyOf(interrupts);
        warnings = List.copyOf(warnings);
        phases = List.copyOf(phases);
        notObserved = List.copyOf(notObserved);
        problems = List.copyOf(problems);
    }

    /** The same, with another end. */
    public MoveView ended(String end, List<PhaseView> reached, List<String> unseen, List<String> why) {
        return new MoveView(resource, what, from, to, end, steps, interrupts, warnings, reached, unseen, why);
    }
}
