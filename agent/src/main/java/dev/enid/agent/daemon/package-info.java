/**
 * The daemon: one thread listens to the kernel, one reads IMDS (which may take seconds to fail, and drift is repaired
 * meanwhile), one runs passes, and the control socket has its own.
 *
 * <p>What to do next, and when, is decided in {@link dev.enid.agent.daemon.Schedule} and what it is made of: plain state over a time
 * that is handed in, without threads, so that tests can order events as they like. Must not be in here: what should hold, how
 * it is done, and the control protocol.
 */
@NullMarked
package dev.enid.agent.daemon;

import org.jspecify.annotations.NullMarked;
