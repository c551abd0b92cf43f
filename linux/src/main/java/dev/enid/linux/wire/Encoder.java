package dev.enid.linux.wire;

import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A growing array into which messages are written one after the other; {@link #clear} makes it ready for the next use.
 * For one thread at a time.
 */
public final class Encoder {

    /** As much as the attributes of a rule or a route. */
    private static final int FIRST_BYTES = 96;
    /** NLA_F_NESTED of linux/netlink.h. */
    private static final int NESTED = 0x8000;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** The array in use: valid up to {@link #length}, until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    /** In bytes. */
    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Makes room, zeroed, and returns where it starts. */
    private int grow(int more) {
        int at = length;
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        Arrays.fill(bytes, at, at + more, (byte) 0);
        length += more;
        return at;
    }

    Encoder u8(int value) {
        int at = grow(1);
        bytes[at] = (byte) value;
        return this;
    }

    Encoder u16(int value) {
        int at = grow(2);
        Bytes.put16(bytes, at, value);
        return this;
    }

    Encoder u32(int value) {
        int at = grow(4);
        Bytes.put32(bytes, at, value);
        return this;
    }

    Encoder append(byte[] source, int from, int to) {
        int at = grow(to - from);
        System.arraycopy(source, from, bytes, at, to - from);
        return this;
    }

    /** Zeros up to a multiple of four. */
    Encoder align() {
        grow(Bytes.aligned(length) - length);
        return this;
    }

    void patch16(int at, int value) {
        Bytes.put16(bytes, at, value);
    }

    void patch32(int at, int value) {
        Bytes.put32(bytes, at, value);
    }

    private int attribute(int type, int size) {
        if (size > 0xffff - Attributes.HEADER_BYTES) {
            throw new IllegalArgumentException("an attribute of " + size + " bytes");
        }
        int at = grow(Attributes.HEADER_BYTES + Bytes.aligned(size));
        Bytes.put16(bytes, at, Attributes.HEADER_BYTES + size);
        Bytes.put16(bytes, at + 2, type);
        return at + Attributes.HEADER_BYTES;
    }

    /** An attribute without a value. */
    public Encoder flag(int type) {
        attribute(type, 0);
        return this;
    }

    public Encoder u8(int type, int value) {
        int at = attribute(type, 1);
        bytes[at] = (byte) value;
        return this;
    }

    public Encoder u16(int type, int value) {
        int at = attribute(type, 2);
        Bytes.put16(bytes, at, value);
        return this;
    }

    /** In network byte order, as ports are. */
    public Encoder big16(int type, int value) {
        return u16(type, Short.reverseBytes((short) value));
    }

    public Encoder u32(int type, int value) {
        int at = attribute(type, 4);
        Bytes.put32(bytes, at, value);
        return this;
    }

    /** In network byte order, as all numbers of netfilter are. */
    public Encoder big32(int type, int value) {
        return u32(type, Integer.reverseBytes(value));
    }

    public Encoder u64(int type, long value) {
        int at = attribute(type, 8);
        Bytes.put32(bytes, at, (int) value);
        Bytes.put32(bytes, at + 4, (int) (value >>> 32));
        return this;
    }

    public Encoder ip(int type, Ip ip) {
        return raw(type, ip.toBytes());
    }

    public Encoder mac(int type, Mac mac) {
        return raw(type, mac.toBytes());
    }

    /** UTF-8 with the zero byte that most of the kernel's strings end in. */
    public Encoder text(int type, String text) {
        byte[] utf = text.getBytes(StandardCharsets.UTF_8);
        int at = attribute(type, utf.length + 1);
        System.arraycopy(utf, 0, bytes, at, utf.length);
        return this;
    }

    public Encoder raw(int type, byte[] value) {
        int at = attribute(type, value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        return this;
    }

    /** Attributes within an attribute, with NLA_F_NESTED as newer kernels want it. */
    public Encoder nest(int type, Consumer<Encoder> content) {
        int start = length;
        attribute(type | NESTED, 0);
        content.accept(this);
        int size = length - start;
        if (size > 0xffff) {
            throw new IllegalArgumentException("a nested attribute of " + size + " bytes");
        }
        Bytes.put16(bytes, start, size);
        return align();
    }
}
