/**
 * One pass over the host: {@link dev.enid.agent.pass.Observer} sees both worlds, {@link dev.enid.agent.pass.Executor} carries a
 * plan out, {@link dev.enid.agent.pass.Pass} puts them around the policy and the planner and verifies by a second look.
 *
 * <p>Must not be in here: when to run a pass (daemon), and what should hold (core).
 */
@NullMarked
package dev.enid.agent.pass;

import org.jspecify.annotations.NullMarked;
