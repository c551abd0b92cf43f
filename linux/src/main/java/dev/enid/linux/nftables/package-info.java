/**
 * The library libnftables, where a host has it: what {@code nft} does, in this process.
 *
 * <p>Reading and watching need no library: they are netlink, in {@code wire} and {@code session}. Must not be in here: what a ruleset
 * says.
 */
@NullMarked
package dev.enid.linux.nftables;

import org.jspecify.annotations.NullMarked;
