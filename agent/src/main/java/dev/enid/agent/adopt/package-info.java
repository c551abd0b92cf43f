/**
 * {@code enid adopt}: looks for what a peer left on the host, carries a hand-over out step by step, and takes it back. Each step is
 * written down before it is taken, so that a crash in the middle can be gone on from, or undone.
 *
 * <p>Must not be in here: what the steps are and in which order (core's adopt).
 */
@NullMarked
package dev.enid.agent.adopt;

import org.jspecify.annotations.NullMarked;
