package dev.enid.linux.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Follows the marks of packets and connections through one rule, which is a program for a machine with registers: a mark is loaded,
 * masked, compared, stored. Where that cannot be followed, all bits count as used.
 */
final class MarkTrace {

    private static final int ALL = 0xffffffff;

    /** NFT_META_MARK and NFT_CT_MARK of linux/netfilter/nf_tables.h. */
    private static final int MARK = 3;

    /** NFTA_META_* and NFTA_CT_*. */
    private static final int DESTINATION = 1;

    private static final int KEY = 2;
    private static final int META_SOURCE = 3;
    private static final int CT_SOURCE = 4;

    /** NFTA_BITWISE_*. */
    private static final int BITWISE_DESTINATION = 2;

    private static final int BITWISE_MASK = 4;
    private static final int BITWISE_XOR = 5;
    private static final int BITWISE_OPERATION = 6;

    /** NFTA_LOOKUP_SREG, NFTA_LOOKUP_DREG, NFTA_DYNSET_SREG_KEY. */
    private static final int LOOKUP_SOURCE = 2;

    private static final int LOOKUP_DESTINATION = 3;
    private static final int DYNSET_SOURCE = 4;

    /** NFT_REG_1 to NFT_REG_4 of 16 bytes are the same as NFT_REG32_00 to NFT_REG32_15 of 4. */
    private static final int LARGE_REGISTERS = 4;

    private static final int SMALL_IN_A_LARGE = 4;
    private static final int FIRST_SMALL = 8;

    /**
     * What is left of a mark in a register: (mark &amp; kept) ^ flipped.
     *
     * @param connection whether it is the connection's
     */
    private record Held(boolean connection, int kept, int flipped) {}

    private final Map<Integer, Held> registers = new HashMap<>();
    private int bits;

    /** Runs through the expressions of a rule; which bits they use. */
    int follow(List<Attributes> expressions) {
        for (Attributes expression : expressions) {
            String name = expression.text(NftablesPolicies.NAME).orElse("");
            step(name, expression.nest(NftablesPolicies.DATA, NftablesPolicies.data(name)));
        }
        return bits;
    }

    private void step(String name, Attributes data) {
        switch (name) {
            case "meta" -> mark(false, data, META_SOURCE);
            case "ct" -> mark(true, data, CT_SOURCE);
            case "bitwise" -> bitwise(data);
            case "cmp", "range" -> test(register(data, 1));
            case "lookup" -> {
                testFrom(register(data, LOOKUP_SOURCE));
                forget(data, LOOKUP_DESTINATION);
            }
            case "dynset" -> testFrom(register(data, DYNSET_SOURCE));
            case "match", "target" -> bits |= XtablesMarks.bits(data);
            case "byteorder" -> reorder(register(data, 1), register(data, 2));
            case "hash" -> {
                test(register(data, 1));
                forget(data, 2);
            }
            case "socket", "tunnel" -> forget(data, 2);
            case "immediate", "payload", "exthdr", "fib", "rt", "numgen", "osf", "xfrm" -> forget(data, 1);
            default -> {}
        }
    }

    private void mark(boolean connection, Attributes data, int source) {
        boolean mark = data.big32(KEY, 0) == MARK;
        if (data.has(DESTINATION)) {
            int register = register(data, DESTINATION);
            if (mark) {
                registers.put(register, new Held(connection, ALL, 0));
            } else {
                registers.remove(register);
            }
        } else if (mark && data.has(source)) {
            Held held = registers.get(register(data, source));
            bits |= held != null && held.connection == connection ? ~held.kept | held.flipped : ALL;
        }
    }

    private void bitwise(Attributes data) {
        Held held = registers.get(register(data, 1));
        int to = register(data, BITWISE_DESTINATION);
        if (held == null) {
            registers.remove(to);
            return;
        }
        OptionalInt mask = value(data, BITWISE_MASK);
        OptionalInt xor = value(data, BITWISE_XOR);
        // NFT_BITWISE_MASK_XOR is 0; shifts, and operations on two registers, are not followed.
        if (data.big32(BITWISE_OPERATION, 0) != 0 || mask.isEmpty() || xor.isEmpty()) {
            bits = ALL;
            return;
        }
        registers.put(
                to,
                new Held(
                        held.connection,
                        held.kept & mask.getAsInt(),
                        (held.flipped & mask.getAsInt()) ^ xor.getAsInt()));
    }

    private static OptionalInt value(Attributes data, int type) {
        byte[] value = data.nest(type, NftablesPolicies.DATUM)
                .value(NftablesPolicies.VALUE)
                .orElse(new byte[0]);
        return value.length == Integer.BYTES ? OptionalInt.of(Bytes.u32(value, 0)) : OptionalInt.empty();
    }

    /** What is compared by size is turned into network byte order before; it is the same bits. */
    private void reorder(int from, int to) {
        Held held = registers.get(from);
        if (held == null) {
            registers.remove(to);
        } else {
            registers.put(to, held);
        }
    }

    private void test(int register) {
        Held held = registers.get(register);
        bits |= held == null ? 0 : held.kept;
    }

    /** What is looked up may be several registers one after the other. */
    private void testFrom(int register) {
        registers.forEach((each, held) -> bits |= each >= register ? held.kept : 0);
    }

    private void forget(Attributes data, int destination) {
        if (data.has(destination)) {
            registers.remove(register(data, destination));
        }
    }

    private static int register(Attributes data, int type) {
        int number = data.big32(type, 0);
        return number >= 1 && number <= LARGE_REGISTERS ? FIRST_SMALL + (number - 1) * SMALL_IN_A_LARGE : number;
    }
}
