/**
 * Measurements of the whole program, as it is installed, watched from outside of it. {@code ./bench} runs them.
 *
 * <p>Not here: anything that the program needs in order to work or a test needs in order to pass.
 */
@NullMarked
package dev.enid.bench;

import org.jspecify.annotations.NullMarked;
