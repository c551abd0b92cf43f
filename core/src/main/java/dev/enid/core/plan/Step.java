package dev.enid.core.plan;

/** One thing to do to the host. */
public sealed interface Step permits KernelStep {}
