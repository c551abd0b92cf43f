/**
 * Containers in a machine of the lab: a real Docker daemon, and what there is without one, a bridge and a network namespace.
 * For tests, the demo and measurements.
 *
 * <p>Must not be in here: anything that makes a container reachable that its engine does not do on any host.
 */
@NullMarked
package dev.enid.lab.containers;

import org.jspecify.annotations.NullMarked;
