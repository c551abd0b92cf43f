/**
 * The system calls that the JDK does not offer, as small Java types: netlink and notification sockets, event
 * descriptors, network namespaces, bind mounts, and sysctls below /proc/sys/net.
 *
 * <p>{@link dev.enid.linux.posix.Libc} alone looks functions up here; every failure is a
 * {@link dev.enid.linux.posix.LinuxException} with its errno. Must not be in here: the meaning of a netlink message, or any
 * decision about what to do.
 */
@NullMarked
package dev.enid.linux.posix;

import org.jspecify.annotations.NullMarked;
