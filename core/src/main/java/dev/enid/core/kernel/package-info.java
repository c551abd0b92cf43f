/**
 * What Linux can hold of a network: links, addresses, routes, rules, neighbors and sysctls, as values with iproute2's names and
 * the kernel's numbers.
 *
 * <p>An object names its link by ifindex: the index survives a rename and is not soon used again, a name is neither.
 * Must not be in here: netlink bytes, EC2, or any opinion on what should hold.
 */
@NullMarked
package dev.enid.core.kernel;

import org.jspecify.annotations.NullMarked;
