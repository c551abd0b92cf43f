package dev.enid.agent.operations;

import dev.enid.core.desire.EniSelector;
import dev.enid.core.report.ApplyView;
import dev.enid.core.report.ExplainView;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.StatusView;

/** What can be asked, and what comes back. Each call waits for its answer. */
public interface Operations {

    /** How every ENI stands, by a new look at the kernel. */
    StatusView status() throws OperationFailed, InterruptedException;

    /** What would be changed, by a new look at the kernel. */
    PlanView plan() throws OperationFailed, InterruptedException;

    /** Where a packet goes. */
    ExplainView explain(ExplainView.Packet packet) throws OperationFailed, InterruptedException;

    /** Reads IMDS and the settings anew, and makes it so. */
    ApplyView apply() throws OperationFailed, InterruptedException;

    /** Takes an ENI down until it is taken up again, or until a boot: what enid installed for it goes. Not the primary. */
    ApplyView down(EniSelector eni) throws OperationFailed, InterruptedException;

    /** Undoes {@link #down}. */
    ApplyView up(EniSelector eni) throws OperationFailed, InterruptedException;
}
