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

    /** Whether the same follows from it: when each was read, and why not anew, decides nothing. */
    public boolean saysTheSameAs(Snapshot other) {
        return host.equals(other.host) && same(instance, other.instance) && same(kernel, other.kernel);
    }

    private static <T> boolean same(Reading<T> one, Reading<T> other) {
        return one.isFresh() == other.isFresh() && one.known().equals(other.known());
    }
}
