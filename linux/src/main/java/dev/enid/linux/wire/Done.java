package dev.enid.linux.wire;

import java.util.Optional;

/**
 * The end of a dump (NLMSG_DONE).
 *
 * @param code minus an errno, or not negative when the dump is whole
 * @param attributes NLMSGERR_ATTR_*
 */
public record Done(int code, Attributes attributes) implements Message {

    private static final int CODE_BYTES = 4;

    static Done decode(int flags, byte[] bytes, int from, int to) throws DecodeFault {
        if (to - from < CODE_BYTES) {
            throw new DecodeFault("an end of a dump of " + (to - from) + " bytes");
        }
        int attributes = (flags & Envelope.ACK_ATTRIBUTES) != 0 ? from + CODE_BYTES : to;
        return new Done(Bytes.u32(bytes, from), Attributes.decode(Acknowledgement.POLICY, bytes, attributes, to));
    }

    /** 0 when the dump is whole, else the errno as a positive number. */
    public int error() {
        return Math.max(0, -code);
    }

    /** What the kernel says beside the number. */
    public Optional<String> words() {
        return attributes.text(Acknowledgement.WORDS).filter(text -> !text.isEmpty());
    }

    @Override
    public void encode(Encoder out) {
        out.u32(code);
        attributes.encode(out);
    }
}
