/**
 * Taking over a host that something else has set up: what it left ({@link dev.enid.core.adopt.Traces}), and the steps by which enid
 * takes its place while all connections go on ({@link dev.enid.core.adopt.HandOver}).
 *
 * <p>Must not be in here: looking at the host, and doing it (agent).
 */
@NullMarked
package dev.enid.core.adopt;

import org.jspecify.annotations.NullMarked;
