package dev.enid.linux.wire;

import java.util.Optional;

/**
 * The end of a dump (NLMSG_DONE).
 *
 * @param error 0 when the dump is whole, else the errno as a positive number
 * @param attributes NLMSGERR_ATTR_*
 */
public record Done(int error, Attributes attributes) implements Message {

    private static final int ERROR_BYTES = 4;

    static Done decode(int flags, byte[] bytes, int from, int to) throws DecodeFault {
        if (to - from < ERROR_BYTES) {
            throw new DecodeFault("an end of a dump of " + (to - from) + " bytes");
        }
        // A dump may also end with a positive number: how much its last step wrote.
        int error = Bytes.u32(bytes, from);
        int attributes = (flags & Envelope.ACK_ATTRIBUTES) != 0 ? from + ERROR_BYTES : to;
        return new Done(
                error < 0 && error != Integer.MIN_VALUE ? -error : 0,
                Attributes.decode(Acknowledgement.POLICY, bytes, attributes, to));
    }

    /** What the kernel says beside the number. */
    public Optional<String> words() {
        return attributes.text(1).filter(text -> !text.isEmpty());
    }

    @Override
    public void encode(Encoder out) {
        out.u32(-error);
        attributes.encode(out);
    }
}
