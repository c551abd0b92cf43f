/**
 * From what is to what should be: {@link dev.enid.core.plan.Planner} compares, orders and guards. The plan is the only thing
 * that is ever carried out. Must not be in here: the policy (desire), and doing it (agent).
 */
@NullMarked
package dev.enid.core.plan;

import org.jspecify.annotations.NullMarked;
