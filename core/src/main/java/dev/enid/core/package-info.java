/**
 * What enid knows and decides, as values and pure functions: from what was read of EC2 and of the kernel to what should
 * hold, to the plan that leads there.
 *
 * <p>Not here: files, sockets, the clock, the environment, threads, randomness, logging. Whatever a decision needs from the
 * world is handed in, so that each can be tested, replayed and explained. A test of the class files keeps it so.
 */
@NullMarked
package dev.enid.core;

import org.jspecify.annotations.NullMarked;
