/**
 * A host of the lab that is a whole Debian: systemd as its first process, udev, D-Bus, and one of the network managers that
 * configure links there, in the network of an instance. For tests.
 *
 * <p>Must not be in here: anything that does a manager's work for it.
 */
@NullMarked
package dev.enid.lab.debian;

import org.jspecify.annotations.NullMarked;
