/**
 * The daemon's socket: requests and answers as one JSON object a line. Everyone on the host may ask how things stand; root, the
 * daemon's own user and a group that the settings name may have them changed.
 *
 * <p>Whoever connects is not trusted: sizes, times and the number of clients are bounded, and no client can make the daemon
 * wait. Not here: what is asked (operations) and how answers are printed (cli).
 */
@NullMarked
package dev.enid.agent.control;

import org.jspecify.annotations.NullMarked;
