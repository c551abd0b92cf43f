package dev.enid.agent.operations;

import dev.enid.agent.snapshot.SavedSnapshot;
import dev.enid.core.desire.Settings;
import dev.enid.core.explain.KernelAnswer;
import dev.enid.core.file.Backend;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.Outcome;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.core.report.ExplainView;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.RenderView;
import dev.enid.core.simulate.Flow;
import java.util.Optional;

/** What follows from a snapshot, by the settings that were in force when it was taken. The host that it is asked on is not looked at. */
public final class SavedOperations {

    private final SavedSnapshot saved;

    public SavedOperations(SavedSnapshot saved) {
        this.saved = saved;
    }

    /** What would have been changed. */
    public PlanView plan() {
        return look(saved.settings()).planned();
    }

    /** Where a packet would have gone; the kernel itself cannot be asked. */
    public ExplainView explain(ExplainView.Packet packet) throws OperationFailed {
        return Explaining.explain(look(saved.settings()), new Silent(saved.kernel()), packet);
    }

    /**
     * The files that enid would write there.
     *
     * @param backend empty for the one that was in force
     */
    public RenderView render(Optional<Backend> backend) throws OperationFailed {
        return look(backend.map(saved.settings()::with).orElse(saved.settings()))
                .rendered();
    }

    private Look look(Settings settings) {
        return Look.at(saved.snapshot(), settings);
    }

    /** The tables as they were. */
    private record Silent(Reading<KernelState> kernel) implements Tables {

        @Override
        public Reading<KernelState> observe() {
            return kernel;
        }

        @Override
        public Optional<KernelAnswer> ask(Flow flow, KernelState state) {
            return Optional.empty();
        }

        @Override
        public Outcome apply(Change change) {
            return new Outcome.Failed(new Fault(Fault.Kind.REFUSED, "changing a snapshot", "it is no host"));
        }
    }
}
