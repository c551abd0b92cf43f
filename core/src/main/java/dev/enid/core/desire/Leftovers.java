package dev.enid.core.desire;

import dev.enid.core.kernel.KernelObject;
import java.util.Optional;

/** Decides on objects of ours that are in the kernel and that nothing wants. */
@FunctionalInterface
public interface Leftovers {
    /** Why the object can go; empty to keep it, since it is not sure that it is not needed. */
    Optional<Reason> drop(KernelObject owned);
}
