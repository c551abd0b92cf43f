package dev.enid.core.snapshot;

/**
 * Bits of packets' or connections' marks that someone else's rules set or test.
 *
 * @param who where that was seen: {@code nftables ip mangle cali-PREROUTING}
 * @param bits a mask, never 0
 */
public record MarkUse(String who, int bits) {}
