package dev.enid.core.plan;

import dev.enid.core.desire.Reason;

/** A step of a plan, and why. */
public record Change(KernelStep step, Reason because) {

    /** The verbs of {@code enid plan}. */
    public enum Action {
        ADD,
        REPLACE,
        REMOVE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Action action() {
        return switch (step) {
            case KernelStep.Put _ -> Action.ADD;
            case KernelStep.Replace _ -> Action.REPLACE;
            case KernelStep.Drop _ -> Action.REMOVE;
        };
    }
}
