/**
 * Addresses as values: {@link dev.enid.core.ip.Ip}, {@link dev.enid.core.ip.Cidr}, {@link dev.enid.core.ip.Mac}.
 *
 * <p>Text that comes from outside (IMDS, files, the command line) becomes one of these before it goes any further.
 * Must not be in here: {@code java.net.InetAddress} (it resolves names and folds v4-mapped addresses), anything that
 * knows of EC2 or of the kernel.
 */
@NullMarked
package dev.enid.core.ip;

import org.jspecify.annotations.NullMarked;
