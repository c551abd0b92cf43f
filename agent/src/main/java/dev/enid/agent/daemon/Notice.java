package dev.enid.agent.daemon;

import dev.enid.core.kernel.KernelObject;

/** What the kernel has to tell, as far as it matters. */
sealed interface Notice {

    /** Something is there, new or other than before. */
    record There(KernelObject object) implements Notice {}

    /** Something is gone. */
    record Gone(KernelObject object) implements Notice {}

    /** Enid's table of nftables was made, changed or removed, by whomever. */
    record Marks() implements Notice {}

    /** Events were lost, or were too many to tell: anything may be different. */
    record Anything() implements Notice {}
}
