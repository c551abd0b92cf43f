package dev.enid.core.plan;

import java.util.List;

/**
 * What to do, in the order to do it. Stopping after any change leaves the host reachable.
 *
 * @param changes in order
 * @param withheld in the same order
 * @param files what follows these changes: files of network managers, and what these are told
 */
public record Plan(List<Change> changes, List<Withheld> withheld, FilePlan files) {

    /** Of the kernel alone. */
    public Plan(List<Change> changes, List<Withheld> withheld) {
        this(changes, withheld, FilePlan.NOTHING);
    }

    public Plan {
        changes = List.copyOf(changes);
        withheld = List.copyOf(withheld);
    }

    public boolean isEmpty() {
        return changes.isEmpty() && files.isEmpty();
    }

    public long count(Change.Action action) {
        return changes.stream().filter(change -> change.action() == action).count()
                + files.changes().stream()
                        .filter(change -> change.action() == action)
                        .count();
    }
}
