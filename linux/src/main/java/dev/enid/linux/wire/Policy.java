package dev.enid.linux.wire;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the attributes that one kind of message, or one nested attribute, is known to have. An attribute that is
 * not in it may have any value.
 */
final class Policy {

    /** Nothing is known of the attributes. */
    static final Policy ANY = new Policy("attributes", Map.of());

    private final String name;
    private final @Nullable Shape[] shapes;

    private Policy(String name, Map<Integer, Shape> known) {
        this.name = name;
        int highest = known.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        shapes = new @Nullable Shape[highest + 1];
        known.forEach((type, shape) -> shapes[type] = shape);
    }

    static Builder named(String name) {
        return new Builder(name);
    }

    /** One more than the highest type that is known. */
    int types() {
        return shapes.length;
    }

    /** Walks the attributes and checks each that is known, in depth as far as policies are nested. */
    void check(byte[] bytes, int from, int to) throws DecodeFault {
        int at = from;
        while (to - at >= Attributes.HEADER_BYTES) {
            int length = Bytes.u16(bytes, at);
            int type = Bytes.u16(bytes, at + 2) & Attributes.TYPE_MASK;
            if (length < Attributes.HEADER_BYTES || length > to - at) {
                throw new DecodeFault(
                        name + ": attribute " + type + " says it has " + length + " bytes, " + (to - at) + " are left");
            }
            Shape shape = type < shapes.length ? shapes[type] : null;
            if (shape != null) {
                check(shape, type, bytes, at + Attributes.HEADER_BYTES, at + length);
            }
            at += Bytes.aligned(length);
        }
        // The kernel does not pad the end of every nest, so the step over the last attribute may lead past it; what is
        // left before it can only be padding.
        if (at < to) {
            throw new DecodeFault(name + ": " + (to - at) + " bytes after the last attribute");
        }
    }

    private void check(Shape shape, int type, byte[] bytes, int from, int to) throws DecodeFault {
        try {
            shape.check(bytes, from, to);
        } catch (DecodeFault inner) {
            DecodeFault outer = new DecodeFault(name + ": attribute " + type + ": " + inner.getMessage());
            outer.initCause(inner);
            throw outer;
        }
    }

    /** Collects the shapes of a policy. */
    static final class Builder {
        private final String name;
        private final Map<Integer, Shape> known = new HashMap<>();

        private Builder(String name) {
            this.name = name;
        }

        Builder of(Shape shape, int... types) {
            for (int type : types) {
                known.put(type, shape);
            }
            return this;
        }

        Policy build() {
            return new Policy(name, known);
        }
    }
}
