package dev.enid.linux.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A netlink message with its header (struct nlmsghdr of linux/netlink.h).
 *
 * @param type NLMSG_* or RTM_*
 * @param flags NLM_F_*
 * @param sequence the request's number, which its answers repeat
 * @param port the socket the message is for, 0 for the kernel
 */
public record Envelope(int type, int flags, int sequence, int port, Message message) {

    /** NLMSG_HDRLEN: u32 length with the header, u16 type, u16 flags, u32 sequence, u32 port. */
    static final int HEADER_BYTES = 16;

    /** NLM_F_REQUEST. */
    public static final int REQUEST = 0x1;
    /** NLM_F_MULTI: part of an answer of several messages. */
    public static final int MULTI = 0x2;
    /** NLM_F_ACK: an answer is wanted even if all went well. */
    public static final int ACK = 0x4;
    /** NLM_F_DUMP_INTR: what is dumped changed during the dump, which may have missed something. */
    public static final int DUMP_INTERRUPTED = 0x10;
    /** NLM_F_REPLACE. */
    public static final int REPLACE = 0x100;
    /** NLM_F_EXCL: fail with EEXIST if it is there. */
    public static final int EXCLUSIVE = 0x200;
    /** NLM_F_CREATE. */
    public static final int CREATE = 0x400;
    /** NLM_F_APPEND: after others of the same key. */
    public static final int APPEND = 0x800;
    /** NLM_F_DUMP: NLM_F_ROOT | NLM_F_MATCH. */
    public static final int DUMP = 0x300;
    /** NLM_F_CAPPED in an answer: the request is not repeated in it. */
    static final int CAPPED = 0x100;
    /** NLM_F_ACK_TLVS in an answer: attributes follow. */
    static final int ACK_ATTRIBUTES = 0x200;

    /** NLMSG_NOOP. */
    static final int NOOP = 1;
    /** NLMSG_ERROR. */
    public static final int ERROR = 2;
    /** NLMSG_DONE. */
    public static final int DONE = 3;

    /**
     * Reads every message of a datagram.
     *
     * @param bytes the datagram, which nobody may write to any more: the messages are views of it
     */
    public static List<Envelope> decodeAll(byte[] bytes) throws DecodeFault {
        List<Envelope> all = new ArrayList<>();
        for (Frame frame : Frame.split(bytes)) {
            all.add(new Envelope(frame.type(), frame.flags(), frame.sequence(), frame.port(), frame.message()));
        }
        return all;
    }

    /** Writes header and message. */
    public void encode(Encoder out) {
        int start = out.length();
        out.u32(0).u16(type).u16(flags).u32(sequence).u32(port);
        message.encode(out);
        out.patch32(start, out.length() - start);
    }

    /** For a {@link Message.Thing}: whether it is gone (RTM_DEL*), rather than new or changed. */
    public boolean tellsOfRemoval() {
        return message instanceof Message.Thing thing && type == thing.newType() + 1;
    }
}
