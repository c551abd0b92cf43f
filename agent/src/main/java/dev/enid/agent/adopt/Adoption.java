package dev.enid.agent.adopt;

import dev.enid.agent.operations.KernelSide;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.core.report.AdoptView;
import java.util.ArrayList;
import java.util.List;

/** A host is taken over from who has set up its ENIs before, and given back. */
public final class Adoption {

    private final KernelSide kernel;
    private final FactsReader facts;

    public Adoption(KernelSide kernel, FactsReader facts) {
        this.kernel = kernel;
        this.facts = facts;
    }

    /** What is there, and what would be done. */
    public AdoptView plan() throws OperationFailed, InterruptedException {
        return planned().view();
    }

    private Planned planned() throws OperationFailed, InterruptedException {
        Planned planned = Planned.of(kernel, facts.read());
        List<String> obstacles = planned.obstacles();
        if (!obstacles.isEmpty()) {
            List<String> lines = new ArrayList<>(obstacles);
            lines.add("nothing was changed; try again when they can be read");
            throw new OperationFailed(lines);
        }
        return planned;
    }
}
