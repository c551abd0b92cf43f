package dev.enid.core.desire;

import dev.enid.core.kernel.KernelObject;

/** An object that should be in the kernel. */
public record Want(KernelObject object, Reason reason) {}
