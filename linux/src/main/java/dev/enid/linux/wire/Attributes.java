package dev.enid.linux.wire;

import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A list of attributes (struct nlattr of linux/netlink.h), immutable, as the bytes it is on the wire. Those that the
 * message's kind is known to have are well formed: checked when they were read or built. Of a type that is there twice the last
 * counts, as in the kernel.
 */
public final class Attributes implements Iterable<Attribute> {

    /** NLA_HDRLEN: u16 length with the header, u16 type. */
    static final int HEADER_BYTES = 4;
    /** NLA_TYPE_MASK: without NLA_F_NESTED and NLA_F_NET_BYTEORDER. */
    static final int TYPE_MASK = 0x3fff;

    private static final int ABSENT = -1;
    private static final int MAC_BYTES = 6;

    private final Policy policy;
    private final byte[] bytes;
    private final int from;
    private final int to;
    /** By type, one more than where the last attribute of it begins; 0 where there is none. */
    private final int[] index;

    private Attributes(Policy policy, byte[] bytes, int from, int to) {
        this.policy = policy;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.index = index();
    }

    /** A message is asked for each of its attributes, and a dump has thousands of messages. */
    private int[] index() {
        int[] found = new int[policy.types()];
        for (int at = from; at < to; at = next(at)) {
            int type = Bytes.u16(bytes, at + 2) & TYPE_MASK;
            if (type < found.length) {
                found[type] = at + 1;
            }
        }
        return found;
    }

    /** Takes a view of the array, which nobody may write to any more. */
    static Attributes decode(Policy policy, byte[] bytes, int from, int to) throws DecodeFault {
        policy.check(bytes, from, to);
        return new Attributes(policy, bytes, from, to);
    }

    /** Of bytes that the policy has been held against already. */
    static Attributes checked(Policy policy, byte[] bytes, int from, int to) {
        return new Attributes(policy, bytes, from, to);
    }

    /**
     * Builds a list.
     *
     * @throws IllegalArgumentException when what was written does not have the shape its type has
     */
    static Attributes build(Policy policy, Consumer<Encoder> content) {
        Encoder encoder = new Encoder();
        content.accept(encoder);
        return checked(policy, encoder);
    }

    /** This list with more behind it; of a type that is there already the new value counts, and the old goes. */
    Attributes with(Consumer<Encoder> content) {
        Encoder added = new Encoder();
        content.accept(added);
        Attributes more = checked(policy, added);
        Encoder all = new Encoder();
        for (int at = from; at < to; at = next(at)) {
            if (!more.has(Bytes.u16(bytes, at + 2) & TYPE_MASK)) {
                all.append(bytes, at, Math.min(next(at), to)).align();
            }
        }
        byte[] both = all.append(added.bytes(), 0, added.length()).toArray();
        return new Attributes(policy, both, 0, both.length);
    }

    private static Attributes checked(Policy policy, Encoder encoder) {
        byte[] bytes = encoder.toArray();
        try {
            return decode(policy, bytes, 0, bytes.length);
        } catch (DecodeFault e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    boolean follows(Policy wanted) {
        return policy == wanted;
    }

    void encode(Encoder out) {
        out.append(bytes, from, to).align();
    }

    private int next(int at) {
        return at + Bytes.aligned(Bytes.u16(bytes, at));
    }

    private int find(int type) {
        if (type < index.length) {
            return index[type] - 1;
        }
        int found = ABSENT;
        for (int at = from; at < to; at = next(at)) {
            if ((Bytes.u16(bytes, at + 2) & TYPE_MASK) == type) {
                found = at;
            }
        }
        return found;
    }

    public boolean has(int type) {
        return find(type) != ABSENT;
    }

    /** Of the value, in bytes. */
    int length(int type, int otherwise) {
        int at = find(type);
        return at == ABSENT ? otherwise : Bytes.u16(bytes, at) - HEADER_BYTES;
    }

    /** Whether there is any. */
    public boolean isEmpty() {
        return from == to;
    }

    int u8(int type, int otherwise) {
        int at = find(type);
        return at == ABSENT ? otherwise : Bytes.u8(bytes, at + HEADER_BYTES);
    }

    int u16(int type, int otherwise) {
        int at = find(type);
        return at == ABSENT ? otherwise : Bytes.u16(bytes, at + HEADER_BYTES);
    }

    /** The 32 bits as they are: an unsigned number above 2^31-1 comes out negative. */
    int u32(int type, int otherwise) {
        int at = find(type);
        return at == ABSENT ? otherwise : Bytes.u32(bytes, at + HEADER_BYTES);
    }

    /** A number in network byte order, as ports are. */
    int big16(int type, int otherwise) {
        int at = find(type);
        return at == ABSENT ? otherwise : Integer.reverseBytes(Bytes.u16(bytes, at + HEADER_BYTES)) >>> 16;
    }

    /** The 32 bits of a number in network byte order. */
    int big32(int type, int otherwise) {
        int at = find(type);
        return at == ABSENT ? otherwise : Bytes.big32(bytes, at + HEADER_BYTES);
    }

    /** The 32 bits as an unsigned number. */
    long unsigned(int type, long otherwise) {
        int at = find(type);
        return at == ABSENT ? otherwise : Bytes.u32(bytes, at + HEADER_BYTES) & 0xffff_ffffL;
    }

    /** One of the 32-bit numbers of an array; empty where the array is not there or is shorter. */
    OptionalInt u32Of(int type, int index) {
        int at = find(type);
        boolean there = at != ABSENT && (index + 1) * Integer.BYTES <= Bytes.u16(bytes, at) - HEADER_BYTES;
        return there
                ? OptionalInt.of(Bytes.u32(bytes, at + HEADER_BYTES + index * Integer.BYTES))
                : OptionalInt.empty();
    }

    Optional<Ip> ip(int type) {
        int at = find(type);
        return at == ABSENT ? Optional.empty() : Optional.of(ip(bytes, at + HEADER_BYTES, at + Bytes.u16(bytes, at)));
    }

    static Ip ip(byte[] bytes, int from, int to) {
        return to - from == 4
                ? Ip.v4(Bytes.big32(bytes, from))
                : Ip.v6(Bytes.big64(bytes, from), Bytes.big64(bytes, from + 8));
    }

    /** Empty also for a link-layer address of another length. */
    Optional<Mac> mac(int type) {
        return value(type).filter(value -> value.length == MAC_BYTES).map(Mac::ofBytes);
    }

    /** UTF-8 up to the first zero byte. */
    Optional<String> text(int type) {
        int at = find(type);
        return at == ABSENT ? Optional.empty() : Optional.of(textAt(at));
    }

    private String textAt(int at) {
        int start = at + HEADER_BYTES;
        int limit = at + Bytes.u16(bytes, at);
        int end = start;
        while (end < limit && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** Every attribute of that type, as text. */
    List<String> texts(int type) {
        List<String> found = new ArrayList<>();
        for (int at = from; at < to; at = next(at)) {
            if ((Bytes.u16(bytes, at + 2) & TYPE_MASK) == type) {
                found.add(textAt(at));
            }
        }
        return found;
    }

    /** The attributes within an attribute, which this list's policy nests by the same policy. */
    Attributes nest(int type, Policy nested) {
        int at = find(type);
        return at == ABSENT
                ? new Attributes(nested, bytes, from, from)
                : new Attributes(nested, bytes, at + HEADER_BYTES, at + Bytes.u16(bytes, at));
    }

    /** The attributes within each attribute of that type, which this list's policy nests by the same policy. */
    List<Attributes> nests(int type, Policy nested) {
        List<Attributes> found = new ArrayList<>();
        for (int at = from; at < to; at = next(at)) {
            if ((Bytes.u16(bytes, at + 2) & TYPE_MASK) == type) {
                found.add(new Attributes(nested, bytes, at + HEADER_BYTES, at + Bytes.u16(bytes, at)));
            }
        }
        return found;
    }

    /** A copy of the value of that type. */
    public Optional<byte[]> value(int type) {
        int at = find(type);
        return at == ABSENT ? Optional.empty() : Optional.of(new Attribute(bytes, at).value());
    }

    @Override
    public Iterator<Attribute> iterator() {
        return new Iterator<>() {
            private int at = from;

            @Override
            public boolean hasNext() {
                return at < to;
            }

            @Override
            public Attribute next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Attribute attribute = new Attribute(bytes, at);
                at = Attributes.this.next(at);
                return attribute;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && Arrays.equals(bytes, from, to, that.bytes, that.from, that.to);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(Arrays.copyOfRange(bytes, from, to));
    }

    /** Type and hexadecimal value of each. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>();
        forEach(attribute -> all.add(attribute.toString()));
        return String.join(" ", all);
    }

    /** The bytes from the first to the last attribute, in hexadecimal. */
    String hex() {
        return HexFormat.of().formatHex(bytes, from, to);
    }
}
