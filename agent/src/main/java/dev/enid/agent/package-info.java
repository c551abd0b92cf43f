/**
 * The program: it reads the metadata service and the kernel, lets the core decide, applies, verifies, and talks to people.
 *
 * <p>Not here: decisions, which are the core's and are tested there without a host; native calls, which are
 * {@code dev.enid.linux}'s; and anything of the lab.
 */
@NullMarked
package dev.enid.agent;

import org.jspecify.annotations.NullMarked;
