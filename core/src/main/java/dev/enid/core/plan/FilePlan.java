package dev.enid.core.plan;

import dev.enid.core.desire.Guard;
import java.util.List;

/**
 * What is to be done about the files of network managers, and what these are told then.
 *
 * @param changes by path: what is written, then what is removed
 * @param tellings one for each manager concerned: one reload, however many links
 * @param withheld files that a guard keeps from being written
 */
public record FilePlan(List<FileChange> changes, List<Telling> tellings, List<Withheld> withheld) {

    public static final FilePlan NOTHING = new FilePlan(List.of(), List.of(), List.of());

    /** A file that is not written. */
    public record Withheld(FileChange change, Guard guard, String why) {}

    public FilePlan {
        changes = List.copyOf(changes);
        tellings = List.copyOf(tellings);
        withheld = List.copyOf(withheld);
    }

    public boolean isEmpty() {
        return changes.isEmpty() && tellings.isEmpty();
    }
}
