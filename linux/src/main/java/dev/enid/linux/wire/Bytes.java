package dev.enid.linux.wire;

/**
 * Integers in netlink's host byte order, which is little-endian on every machine this runs on (x86_64, aarch64). Shifts,
 * not var handles: those cost milliseconds in a JVM that has just started.
 */
final class Bytes {

    private Bytes() {}

    static int u8(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8);
    }

    static int u32(byte[] bytes, int at) {
        return u16(bytes, at) | (u16(bytes, at + 2) << 16);
    }

    static long u64(byte[] bytes, int at) {
        return (u32(bytes, at) & 0xffff_ffffL) | ((long) u32(bytes, at + 4) << 32);
    }

    /** Network byte order, for addresses. */
    static int big32(byte[] bytes, int at) {
        return Integer.reverseBytes(u32(bytes, at));
    }

    static long big64(byte[] bytes, int at) {
        return Long.reverseBytes(u64(bytes, at));
    }

    static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
    }

    static void put32(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) (value >>> 16);
        bytes[at + 3] = (byte) (value >>> 24);
    }

    /** NLA_ALIGN and NLMSG_ALIGN of linux/netlink.h: up to a multiple of four. */
    static int aligned(int length) {
        return (length + 3) & ~3;
    }
}
