/**
 * Packets sent and answered from within a machine of the lab, by this program itself: a socket belongs to the network
 * namespace of the thread that makes it. For tests, demonstrations and measurements, which look at a host from outside of the
 * agent.
 *
 * <p>Must not be in here: anything that changes a machine's configuration.
 */
@NullMarked
package dev.enid.lab.probe;

import org.jspecify.annotations.NullMarked;
