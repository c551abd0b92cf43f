package dev.enid.core.ip;

import java.util.Optional;

/**
 * An Ethernet address.
 *
 * @param bits its 48 bits
 */
public record Mac(long bits) implements Comparable<Mac> {

    public Mac {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits");
        }
    }

    /**
     * Parses six two-digit groups with colons, in either case.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Mac parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "not a MAC address such as 02:00:5e:00:53:01: " + Quoted.of(text)));
    }

    /** As {@link #parse}, empty where that throws. */
    public static Optional<Mac> tryParse(String text) {
        if (text.length() != 17) {
            return Optional.empty();
        }
        long bits = 0;
        for (int i = 0; i < 17; i++) {
            char c = text.charAt(i);
            if (i % 3 == 2) {
                if (c != ':') {
                    return Optional.empty();
                }
                continue;
            }
            int digit = HexDigit.of(c);
            if (digit < 0) {
                return Optional.empty();
            }
            bits = bits << 4 | digit;
        }
        return Optional.of(new Mac(bits));
    }

    /**
     * Reads six bytes.
     *
     * @throws IllegalArgumentException unless there are six
     */
    public static Mac ofBytes(byte[] bytes) {
        if (bytes.length != 6) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
        }
        long bits = 0;
        for (byte b : bytes) {
            bits = bits << 8 | (b & 0xff);
        }
        return new Mac(bits);
    }

    public byte[] toBytes() {
        byte[] bytes = new byte[6];
        for (int i = 0; i < 6; i++) {
            bytes[i] = (byte) (bits >>> (40 - 8 * i));
        }
        return bytes;
    }

    @Override
    public int compareTo(Mac other) {
        return Long.compare(bits, other.bits);
    }

    /** Lower case, as the kernel and IMDS print it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(17);
        for (byte b : toBytes()) {
            if (!text.isEmpty()) {
                text.append(':');
            }
            text.append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
        }
        return text.toString();
    }
}
