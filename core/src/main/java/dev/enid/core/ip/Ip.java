package dev.enid.core.ip;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address. IPv4 is held in the low 32 bits of {@code low}; a v4-mapped IPv6 address stays IPv6.
 *
 * @param high the upper 64 bits of an IPv6 address, 0 for IPv4
 * @param low the lower 64 bits, or the 32 bits of an IPv4 address
 */
public record Ip(Family family, long high, long low) implements Comparable<Ip> {

    private static final long V4_MASK = 0xffff_ffffL;

    public Ip {
        if (family == Family.V4 && (high != 0 || (low & ~V4_MASK) != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /** An IPv4 address from its 32 bits. */
    public static Ip v4(int bits) {
        return new Ip(Family.V4, 0, bits & V4_MASK);
    }

    public static Ip v6(long high, long low) {
        return new Ip(Family.V6, high, low);
    }

    /**
     * Parses the strict text forms: dotted quad without leading zeros (RFC 6943, 3.1.1), RFC 4291 for IPv6. No zone,
     * no surrounding space, no names.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Ip parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not an IP address: " + Quoted.of(text)));
    }

    /** As {@link #parse}, empty where that throws. */
    public static Optional<Ip> tryParse(String text) {
        return text.indexOf(':') >= 0 ? IpText.parseV6(text) : IpText.parseV4(text);
    }

    /**
     * Reads network byte order.
     *
     * @throws IllegalArgumentException unless there are 4 or 16 bytes
     */
    public static Ip ofBytes(byte[] bytes) {
        return switch (bytes.length) {
            case 4 -> v4((int) big(bytes, 0, 4));
            case 16 -> v6(big(bytes, 0, 8), big(bytes, 8, 8));
            default -> throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /** Network byte order: 4 or 16 bytes. */
    public byte[] toBytes() {
        byte[] bytes = new byte[family.bits() / 8];
        for (int i = bytes.length - 1, shift = 0; i >= 0; i--, shift += 8) {
            bytes[i] = (byte) (shift < 64 ? low >>> shift : high >>> (shift - 64));
        }
        return bytes;
    }

    private static long big(byte[] bytes, int from, int length) {
        long value = 0;
        for (int i = from; i < from + length; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    /** 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291). */
    public boolean isLinkLocal() {
        return family == Family.V4 ? low >>> 16 == 0xa9fe : high >>> 54 == 0xfe80 >>> 6;
    }

    /** 127.0.0.0/8 or ::1. */
    public boolean isLoopback() {
        return family == Family.V4 ? low >>> 24 == 127 : high == 0 && low == 1;
    }

    /** 224.0.0.0/4 or ff00::/8. */
    public boolean isMulticast() {
        return family == Family.V4 ? low >>> 28 == 0xe : high >>> 56 == 0xff;
    }

    /** The address {@code offset} further on; wraps at the end of the family's space. */
    public Ip plus(long offset) {
        if (family == Family.V4) {
            return new Ip(family, 0, (low + offset) & V4_MASK);
        }
        long sum = low + offset;
        boolean carry = Long.compareUnsigned(sum, low) < 0;
        long carried = offset >= 0 ? (carry ? 1 : 0) : (carry ? 0 : -1);
        return new Ip(family, high + carried, sum);
    }

    /** The network of this address: every bit after {@code prefixLength} is 0. */
    public Ip masked(int prefixLength) {
        if (prefixLength < 0 || prefixLength > family.bits()) {
            throw new IllegalArgumentException("prefix length of " + family.keyword() + ": " + prefixLength);
        }
        if (family == Family.V4) {
            return new Ip(family, 0, low & V4_MASK & ones(32 + prefixLength));
        }
        return new Ip(family, high & ones(Math.min(prefixLength, 64)), low & ones(Math.max(prefixLength - 64, 0)));
    }

    private static long ones(int count) {
        return count == 0 ? 0 : -1L << (64 - count);
    }

    /** This address alone: /32 or /128. */
    public Cidr toCidr() {
        return new Cidr(this, family.bits());
    }

    /** Written out: addresses are the keys of most look-ups of a pass, and the generated one costs several times as much. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ip ip && low == ip.low && high == ip.high && family == ip.family;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    @Override
    public int compareTo(Ip other) {
        int byFamily = family.compareTo(other.family);
        int byHigh = byFamily != 0 ? byFamily : Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Dotted quad, or the canonical form of RFC 5952. */
    @Override
    public String toString() {
        return family == Family.V4 ? IpText.formatV4(low) : IpText.formatV6(high, low);
    }
}
