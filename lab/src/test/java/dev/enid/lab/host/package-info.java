/**
 * Stories of a host with several ENIs and everything that goes wrong around it: the daemon as it is shipped runs inside of an
 * instance of the lab, and whether a story ended well is tried with packets from outside.
 *
 * <p>Must not be in here: tests of the lab itself, and anything that looks into the daemon's process.
 */
@NullMarked
package dev.enid.lab.host;

import org.jspecify.annotations.NullMarked;
