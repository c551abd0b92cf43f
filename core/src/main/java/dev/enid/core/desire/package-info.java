/**
 * What should hold: inventory, kernel facts and settings in, {@link dev.enid.core.desire.Desired} out. Pure and total; every
 * want has a reason. Must not be in here: how to get there (plan).
 */
@NullMarked
package dev.enid.core.desire;

import org.jspecify.annotations.NullMarked;
