/**
 * What one pass has seen, of both worlds and of the host: the only input of the policy and the planner besides the settings.
 * Must not be in here: how it was observed.
 */
@NullMarked
package dev.enid.core.snapshot;

import org.jspecify.annotations.NullMarked;
