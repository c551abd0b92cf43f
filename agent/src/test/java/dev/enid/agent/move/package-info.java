/** Moves, against an EC2 of the test's own, whose time is the test's. */
@NullMarked
package dev.enid.agent.move;

import org.jspecify.annotations.NullMarked;
