package dev.enid.core.report;

import dev.enid.core.desire.Standing;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.FileChange;
import dev.enid.core.plan.FileStep;
import dev.enid.core.plan.KernelStep;
import java.util.List;
import java.util.Optional;

/**
 * One change of a plan.
 *
 * @param action add, replace or remove; run for a command that a network manager is told by
 * @param interface_ the name of the link that it is about; empty for none
 * @param object in iproute2's words, as it should be, or for remove as it is
 * @param was for replace, as it is
 * @param because why
 */
public record ChangeView(String action, String interface_, String object, Optional<String> was, String because) {

    /**
     * One change, on its own.
     *
     * @param standings by which a rule is told to be about an interface
     */
    public static ChangeView of(Change change, KernelState state, List<Standing> standings) {
        return of(change, state, new Concern(state, standings));
    }

    /** One file. */
    public static ChangeView of(FileChange change) {
        Optional<String> was = switch (change.step()) {
            case FileStep.Write write -> write.was().map(_ -> "other than enid would write it");
            case FileStep.Remove _ -> Optional.empty();
        };
        return new ChangeView(
                change.action().word(),
                change.link(),
                "file " + change.step().path(),
                was,
                change.because().text());
    }

    static ChangeView of(Change change, KernelState state, Concern concern) {
        KernelObject object = change.step().object();
        Optional<String> was = switch (change.step()) {
            case KernelStep.Replace(KernelObject old, KernelObject _) -> Optional.of(old.toIproute2(state));
            case KernelStep.Put _, KernelStep.Drop _ -> Optional.empty();
        };
        return new ChangeView(
                change.action().word(),
                concern.interfaceOf(object),
                object.toIproute2(state),
                was,
                change.because().text());
    }
}
