package dev.enid.core.ip;

import java.util.Optional;

/** The text forms of {@link Ip}. */
final class IpText {

    private IpText() {}

    static Optional<Ip> parseV4(String text) {
        long bits = v4Bits(text, 0, text.length());
        return bits < 0 ? Optional.empty() : Optional.of(Ip.v4((int) bits));
    }

    /** The 32 bits of a dotted quad, or -1. */
    private static long v4Bits(String text, int from, int to) {
        long bits = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (at >= to || text.charAt(at++) != '.')) {
                return -1;
            }
            int start = at;
            int value = 0;
            while (at < to && at - start < 3 && isDigit(text.charAt(at))) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
            if (at == start || value > 255 || leadingZero) {
                return -1;
            }
            bits = bits << 8 | value;
        }
        return at == to ? bits : -1;
    }

    static Optional<Ip> parseV6(String text) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int at = 0;
        int end = text.length();
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < end) {
            if (count == 8) {
                return Optional.empty();
            }
            int stop = at;
            while (stop < end && text.charAt(stop) != ':') {
                stop++;
            }
            if (stop == end && text.indexOf('.', at) >= 0) {
                long v4 = v4Bits(text, at, end);
                if (v4 < 0 || count > 6) {
                    return Optional.empty();
                }
                groups[count++] = (int) (v4 >>> 16);
                groups[count++] = (int) (v4 & 0xffff);
                break;
            }
            int group = hex(text, at, stop);
            if (group < 0) {
                return Optional.empty();
            }
            groups[count++] = group;
            at = stop;
            if (at == end) {
                break;
            }
            at++;
            if (at < end && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return Optional.empty();
                }
                gap = count;
                at++;
            } else if (at == end) {
                return Optional.empty();
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return Optional.empty();
        }
        return Optional.of(assemble(groups, count, gap));
    }

    private static Ip assemble(int[] groups, int count, int gap) {
        long high = 0;
        long low = 0;
        int zeros = 8 - count;
        for (int i = 0; i < 8; i++) {
            boolean afterGap = gap >= 0 && i >= gap + zeros;
            int group = gap < 0 || i < gap ? groups[i] : afterGap ? groups[i - zeros] : 0;
            if (i < 4) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
        return Ip.v6(high, low);
    }

    private static int hex(String text, int from, int to) {
        if (to == from || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = HexDigit.of(text.charAt(i));
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static String formatV4(long bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }

    /** RFC 5952: the longest run of two or more zero groups, the first of equals, becomes {@code ::}. */
    static String formatV6(long high, long low) {
        if (high == 0 && low >>> 32 == 0xffff) {
            return "::ffff:" + formatV4(low & 0xffff_ffffL);
        }
        int[] groups = new int[8];
        for (int i = 0; i < 4; i++) {
            groups[i] = (int) (high >>> (48 - 16 * i) & 0xffff);
            groups[i + 4] = (int) (low >>> (48 - 16 * i) & 0xffff);
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && groups[i + length] == 0) {
                length++;
            }
            if (length > bestLength) {
                bestStart = i;
                bestLength = length;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
