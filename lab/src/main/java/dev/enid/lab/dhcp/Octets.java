package dev.enid.lab.dhcp;

import dev.enid.core.ip.Ip;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/** Bytes as a value, in network order. */
final class Octets {

    static final Octets NONE = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    static Octets of(byte[] bytes, int from, int to) {
        return new Octets(Arrays.copyOfRange(bytes, from, to));
    }

    static Octets of(Ip ip) {
        return new Octets(ip.toBytes());
    }

    static Octets of(Collection<Ip> ips) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ips.forEach(ip -> out.writeBytes(ip.toBytes()));
        return new Octets(out.toByteArray());
    }

    static Octets u8(int value) {
        return new Octets(new byte[] {(byte) value});
    }

    static Octets u16(int value) {
        return new Octets(new byte[] {(byte) (value >>> 8), (byte) value});
    }

    static Octets u32(long value) {
        return new Octets(
                new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value});
    }

    static Octets ascii(String text) {
        return new Octets(text.getBytes(StandardCharsets.US_ASCII));
    }

    int length() {
        return bytes.length;
    }

    byte[] toArray() {
        return bytes.clone();
    }

    int u8At(int at) {
        return bytes[at] & 0xff;
    }

    int u16At(int at) {
        return u8At(at) << 8 | u8At(at + 1);
    }

    long u32At(int at) {
        return (long) u16At(at) << 16 | u16At(at + 2);
    }

    Octets slice(int from, int to) {
        return of(bytes, from, to);
    }

    /** 4 or 16 bytes of address, from there. */
    Ip ipAt(int at, int length) {
        return Ip.ofBytes(Arrays.copyOfRange(bytes, at, at + length));
    }

    Octets plus(Octets more) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + more.bytes.length);
        System.arraycopy(more.bytes, 0, all, bytes.length, more.bytes.length);
        return new Octets(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
