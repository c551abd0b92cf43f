/** Hosts as random as the ones people have, told in iproute2's words, for the property tests and those of the simulation. */
@NullMarked
package dev.enid.core.world;

import org.jspecify.annotations.NullMarked;
