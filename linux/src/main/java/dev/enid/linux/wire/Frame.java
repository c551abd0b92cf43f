package dev.enid.linux.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A message's header (struct nlmsghdr of linux/netlink.h), and where its body lies in a datagram: not decoded yet. */
public final class Frame {

    private final int type;
    private final int flags;
    private final int sequence;
    private final int port;
    private final byte[] bytes;
    private final int from;
    private final int to;

    private Frame(byte[] bytes, int at, int length) {
        this(
                Bytes.u16(bytes, at + 4),
                Bytes.u16(bytes, at + 6),
                Bytes.u32(bytes, at + 8),
                Bytes.u32(bytes, at + 12),
                bytes,
                at + Envelope.HEADER_BYTES,
                at + length);
    }

    private Frame(int type, int flags, int sequence, int port, byte[] bytes, int from, int to) {
        this.type = type;
        this.flags = flags;
        this.sequence = sequence;
        this.port = port;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /**
     * Splits a datagram into its messages.
     *
     * @param bytes the datagram, which nobody may write to any more: the messages are views of it
     */
    public static List<Frame> split(byte[] bytes) throws DecodeFault {
        List<Frame> all = new ArrayList<>();
        int at = 0;
        while (bytes.length - at >= Envelope.HEADER_BYTES) {
            int length = Bytes.u32(bytes, at);
            if (length < Envelope.HEADER_BYTES || length > bytes.length - at) {
                throw new DecodeFault("a message at " + at + " says it has " + Integer.toUnsignedString(length)
                        + " bytes, " + (bytes.length - at) + " are left");
            }
            all.add(new Frame(bytes, at, length));
            at += Bytes.aligned(length);
        }
        if (at < bytes.length) {
            throw new DecodeFault((bytes.length - at) + " bytes after the last message");
        }
        return all;
    }

    /** The body as what it says it is; a view of the datagram. */
    public Message message() throws DecodeFault {
        return switch (type) {
            case Envelope.ERROR -> Acknowledgement.decode(flags, bytes, from, to);
            case Envelope.DONE -> Done.decode(flags, bytes, from, to);
            case LinkMessage.NEW,
                    LinkMessage.NEW + 1,
                    LinkMessage.NEW + 2,
                    LinkMessage.NEW_NAMES,
                    LinkMessage.NEW_NAMES + 1 -> LinkMessage.decode(bytes, from, to);
            case AddressMessage.NEW, AddressMessage.NEW + 1, AddressMessage.NEW + 2 ->
                AddressMessage.decode(bytes, from, to);
            case RouteMessage.NEW, RouteMessage.NEW + 1, RouteMessage.NEW + 2 -> RouteMessage.decode(bytes, from, to);
            case NeighborMessage.NEW, NeighborMessage.NEW + 1, NeighborMessage.NEW + 2 ->
                NeighborMessage.decode(bytes, from, to);
            case RuleMessage.NEW, RuleMessage.NEW + 1, RuleMessage.NEW + 2 -> RuleMessage.decode(bytes, from, to);
            case NetconfMessage.NEW, NetconfMessage.NEW + 1, NetconfMessage.NEW + 2 ->
                NetconfMessage.decode(bytes, from, to);
            default -> netfilterMessage();
        };
    }

    private Message netfilterMessage() throws DecodeFault {
        if (NftablesMessage.isOne(type)) {
            return NftablesMessage.decode(type, bytes, from, to);
        }
        return ConntrackMessage.isOne(type)
                ? ConntrackMessage.decode(type, bytes, from, to)
                : new OtherMessage(bytes, from, to);
    }

    /** NLMSG_* or RTM_*. */
    public int type() {
        return type;
    }

    /** NLM_F_*. */
    public int flags() {
        return flags;
    }

    /** The request's number, which its answers repeat. */
    public int sequence() {
        return sequence;
    }

    /** The socket the message is for, 0 for the kernel. */
    public int port() {
        return port;
    }

    /** A copy of the body. */
    public byte[] body() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** The same header with that body, which nobody may write to any more. */
    public Frame with(byte[] body) {
        return new Frame(type, flags, sequence, port, body, 0, body.length);
    }

    /** Whether the body is this one, byte by byte. */
    public boolean says(byte[] body) {
        return Arrays.equals(bytes, from, to, body, 0, body.length);
    }
}
