/**
 * The kernel's network tables as {@code core.kernel} objects: {@link dev.enid.agent.rtnl.Kernel} reads all of them and
 * carries changes out, one network namespace each.
 *
 * <p>Here errno becomes {@link dev.enid.core.plan.Outcome}: what is harmless, what is tried again, what a person has to do.
 * Must not be in here: which changes to make, in which order, or what rests on what.
 */
@NullMarked
package dev.enid.agent.rtnl;

import org.jspecify.annotations.NullMarked;
