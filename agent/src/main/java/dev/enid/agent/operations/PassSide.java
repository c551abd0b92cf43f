package dev.enid.agent.operations;

import dev.enid.agent.pass.Pass;
import dev.enid.agent.pass.Report;
import dev.enid.core.adopt.Holds;
import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Instance;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Change;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.Snapshot;
import java.util.List;
import java.util.Set;

/** That of this host. */
record PassSide(Pass runs, Reading<Instance> instance, Settings settings) implements KernelSide {

    PassSide {
        runs.seeing(Holds::without);
    }

    @Override
    public Snapshot look() {
        return runs.look(instance);
    }

    @Override
    public boolean pass() {
        Report report = runs.run(instance, settings, Set.of());
        while ((runs.desk().isWorking() || report.isUnderWay()) && runs.desk().pause()) {
            report = report.then(runs.run(instance, settings, Set.of()));
        }
        return report.remaining().isEmpty();
    }

    @Override
    public Applied carryOut(List<Change> changes) {
        return runs.carryOut(changes);
    }
}
