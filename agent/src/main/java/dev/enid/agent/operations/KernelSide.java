package dev.enid.agent.operations;

import dev.enid.core.desire.Settings;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Change;
import dev.enid.core.snapshot.Snapshot;
import java.util.List;

/** The kernel's tables and enid's own work on them, for who takes a host over. */
public interface KernelSide {

    /** What is there now, twins and all. */
    Snapshot look();

    Settings settings();

    /** What {@code enid apply} does, as if the twins were not there; whether all that is wanted holds then. */
    boolean pass() throws InterruptedException;

    /** Carries changes out. */
    Applied carryOut(List<Change> changes);
}
