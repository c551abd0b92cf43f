/**
 * Stories of a host with several ENIs whose containers are published on all of them: by a real Docker daemon, or by the CNI
 * plugins, inside of an instance of the lab. Whether a story ended well is tried by packets, and each is first shown to end
 * badly without enid, or with what others do in its place.
 *
 * <p>Must not be in here: tests of the nftables code itself.
 */
@NullMarked
package dev.enid.lab.containers;

import org.jspecify.annotations.NullMarked;
