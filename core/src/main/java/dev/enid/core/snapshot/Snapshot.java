package dev.enid.core.snapshot;

import dev.enid.core.inventory.Instance;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.reading.Reading;

/** Both worlds as one pass saw them. */
public record Snapshot(Reading<Instance> instance, Reading<KernelState> kernel, HostFacts host) {

    /** The kernel's state, empty where it could not be read. */
    public KernelState state() {
        return kernel.known().orElse(KernelState.EMPTY);
    }
}
