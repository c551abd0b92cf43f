package dev.enid.agent.adopt;

import dev.enid.agent.operations.KernelSide;
import dev.enid.core.adopt.Facts;
import dev.enid.core.adopt.HandOver;
import dev.enid.core.adopt.Holds;
import dev.enid.core.adopt.Step;
import dev.enid.core.adopt.Traces;
import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Policy;
import dev.enid.core.file.Backend;
import dev.enid.core.file.BackendChoice;
import dev.enid.core.report.AdoptView;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** What was found, and what is to be done about it. */
record Planned(Snapshot seen, Desired desired, Backend backend, Traces traces, List<Step> steps) {

    static Planned of(KernelSide kernel, Facts facts) {
        Snapshot seen = Holds.without(kernel.look());
        Desired desired = Policy.desire(seen, kernel.settings());
        Backend backend = BackendChoice.of(
                        kernel.settings().backend(), seen.host().environment())
                .backend();
        Traces traces = Traces.of(seen, desired, facts);
        return new Planned(seen, desired, backend, traces, HandOver.of(seen, desired, facts, traces, backend));
    }

    /** Why it cannot be told what belongs to which ENI; empty where it can. */
    List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        if (!seen.instance().isFresh()) {
            obstacles.add("IMDS could not be read, so that it is not known which addresses are whose"
                    + seen.instance().trouble().map(each -> ": " + each).orElse(""));
        }
        if (!seen.kernel().isFresh()) {
            obstacles.add("the kernel's tables could not be read"
                    + seen.kernel().trouble().map(each -> ": " + each).orElse(""));
        }
        return obstacles;
    }

    AdoptView view() {
        return AdoptView.of(traces, steps, List.of());
    }
}
