/**
 * The door to the Linux kernel, and the only native code: calls through {@code java.lang.foreign}, the netlink codec (rtnetlink,
 * nf_tables) and its sessions, network namespaces, device events, service notification, libnftables.
 *
 * <p>Not here: what should be done, and why. Of the core it knows addresses and kernel objects ({@code core.ip},
 * {@code core.kernel}), and neither EC2 nor plans.
 */
@NullMarked
package dev.enid.linux;

import org.jspecify.annotations.NullMarked;
