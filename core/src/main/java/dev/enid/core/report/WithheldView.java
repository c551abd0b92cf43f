package dev.enid.core.report;

import dev.enid.core.kernel.KernelState;
import dev.enid.core.plan.Withheld;

/**
 * A change that a guard refused: shown, not done.
 *
 * @param action add, replace or remove
 * @param interface_ the name of the link that it is about; empty for none
 * @param object in iproute2's words
 * @param because why it would be done
 * @param guard foreign, management-path, pods or back-off
 * @param why it is not done
 */
public record WithheldView(String action, String interface_, String object, String because, String guard, String why) {

    static WithheldView of(Withheld withheld, KernelState state, Concern concern) {
        ChangeView change = ChangeView.of(withheld.change(), state, concern);
        return new WithheldView(
                change.action(),
                change.interface_(),
                change.object(),
                change.because(),
                withheld.guard().word(),
                withheld.why());
    }
}
