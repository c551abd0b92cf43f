package dev.enid.core.simulate;

import dev.enid.core.kernel.KernelState;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.reading.Fault;
import java.util.List;

/**
 * Several steps carried out one after the other, going on after a refusal.
 *
 * @param state what the kernel holds in the end
 * @param refusals in order; empty when every step was taken
 */
public record Ran(KernelState state, List<Refusal> refusals) {

    /** A step that the kernel refused, and why. */
    public record Refusal(KernelStep step, Fault fault) {}

    public Ran {
        refusals = List.copyOf(refusals);
    }
}
