/**
 * Scenarios as they are played: each step done in a lab that is up, each expectation looked for, and what was seen where it did
 * not hold. What goes on in an instance is the unmodified program.
 *
 * <p>Must not be in here: how a scenario is written (scenario), text for a terminal (command).
 */
@NullMarked
package dev.enid.lab.play;

import org.jspecify.annotations.NullMarked;
