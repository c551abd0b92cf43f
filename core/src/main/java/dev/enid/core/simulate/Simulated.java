package dev.enid.core.simulate;

import dev.enid.core.kernel.KernelState;
import dev.enid.core.reading.Fault;

/** What became of a simulated step. */
public sealed interface Simulated {

    /** The kernel took it; this is what it holds now. */
    record Done(KernelState state) implements Simulated {}

    /** The kernel refused it, and nothing changed. */
    record Refused(Fault fault) implements Simulated {}
}
