/**
 * Measurements: microbenchmarks, and runs of the whole program watched from outside of it.
 *
 * <p>Not here: anything that the program needs in order to work or a test needs in order to pass.
 */
@NullMarked
package dev.enid.bench;

import org.jspecify.annotations.NullMarked;
