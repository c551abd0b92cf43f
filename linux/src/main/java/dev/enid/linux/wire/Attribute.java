package dev.enid.linux.wire;

import java.util.HexFormat;

/** One attribute: a type and a value. */
public final class Attribute {

    private final byte[] bytes;
    private final int at;

    Attribute(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** The type without its flags. */
    public int type() {
        return Bytes.u16(bytes, at + 2) & Attributes.TYPE_MASK;
    }

    /** A copy of the value. */
    public byte[] value() {
        return java.util.Arrays.copyOfRange(bytes, at + Attributes.HEADER_BYTES, at + Bytes.u16(bytes, at));
    }

    @Override
    public String toString() {
        return type() + ":" + HexFormat.of().formatHex(value());
    }
}
