package dev.enid.core.plan;

import dev.enid.core.kernel.KernelObject;

/** One netlink request or one sysctl. */
public sealed interface KernelStep extends Step {

    /** The object as it should be, or for {@link Drop} as it is. */
    KernelObject object();

    /** Make an object that is not there. */
    record Put(KernelObject object) implements KernelStep {}

    /** Turn {@code old} into {@code object}, which has the same key, in one request. */
    record Replace(KernelObject old, KernelObject object) implements KernelStep {

        public Replace {
            if (!old.key().equals(object.key())) {
                throw new IllegalArgumentException("not one object: " + old.key() + " and " + object.key());
            }
        }
    }

    /** Remove an object of ours. */
    record Drop(KernelObject object) implements KernelStep {}
}
