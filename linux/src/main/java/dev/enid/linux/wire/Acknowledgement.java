package dev.enid.linux.wire;

import java.util.Optional;

/**
 * The kernel's answer to one request (struct nlmsgerr of linux/netlink.h).
 *
 * @param error 0 when all went well, else the errno as a positive number
 * @param request the header of the request, and its content where the kernel repeats it
 * @param attributes NLMSGERR_ATTR_*
 */
public record Acknowledgement(int error, OtherMessage request, Attributes attributes) implements Message {

    /** NLMSGERR_ATTR_MSG, NLMSGERR_ATTR_OFFS. */
    static final int WORDS = 1;

    static final Policy POLICY = Policy.named("acknowledgement")
            .of(Shape.TEXT, WORDS)
            .of(Shape.U32, 2)
            .build();

    private static final int ERROR_BYTES = 4;

    static Acknowledgement decode(int flags, byte[] bytes, int from, int to) throws DecodeFault {
        int request = from + ERROR_BYTES;
        if (to - request < Envelope.HEADER_BYTES) {
            throw new DecodeFault("an acknowledgement of " + (to - from) + " bytes");
        }
        int error = Bytes.u32(bytes, from);
        if (error > 0 || error == Integer.MIN_VALUE) {
            throw new DecodeFault("an acknowledgement with error " + error);
        }
        int attributes = to;
        if ((flags & Envelope.ACK_ATTRIBUTES) != 0) {
            int repeated = (flags & Envelope.CAPPED) != 0 ? Envelope.HEADER_BYTES : Bytes.u32(bytes, request);
            if (repeated < Envelope.HEADER_BYTES || repeated > to - request) {
                throw new DecodeFault("an acknowledgement repeats " + Integer.toUnsignedString(repeated)
                        + " bytes of request in " + (to - request));
            }
            attributes = Math.min(to, request + Bytes.aligned(repeated));
        }
        return new Acknowledgement(
                -error, new OtherMessage(bytes, request, attributes), Attributes.decode(POLICY, bytes, attributes, to));
    }

    public boolean ok() {
        return error == 0;
    }

    /** What the kernel says beside the number. */
    public Optional<String> words() {
        return attributes.text(WORDS).filter(text -> !text.isEmpty());
    }

    @Override
    public void encode(Encoder out) {
        out.u32(-error);
        request.encode(out);
        attributes.encode(out);
    }
}
