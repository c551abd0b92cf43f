package dev.enid.linux.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** A message of a kind or an address family that is not read here; kept as it came. */
public final class OtherMessage implements Message {

    private final byte[] body;

    OtherMessage(byte[] bytes, int from, int to) {
        this.body = Arrays.copyOfRange(bytes, from, to);
    }

    @Override
    public void encode(Encoder out) {
        out.append(body, 0, body.length).align();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OtherMessage that && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return "OtherMessage[" + HexFormat.of().formatHex(body) + "]";
    }
}
