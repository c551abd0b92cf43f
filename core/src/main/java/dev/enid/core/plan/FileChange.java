package dev.enid.core.plan;

import dev.enid.core.desire.Reason;

/**
 * A file written or removed, and why.
 *
 * @param link the name of the link that it is about; empty for the whole host
 */
public record FileChange(FileStep step, String link, Reason because) {

    public Change.Action action() {
        return switch (step) {
            case FileStep.Write write -> write.was().isPresent() ? Change.Action.REPLACE : Change.Action.ADD;
            case FileStep.Remove _ -> Change.Action.REMOVE;
        };
    }
}
