package dev.enid.linux.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A message of nf_tables: struct nfgenmsg of linux/netfilter/nfnetlink.h with attributes of linux/netfilter/nf_tables.h. Numbers in
 * it are in network byte order, but for marks, which lie in it as they lie in a register.
 *
 * @param kind NFT_MSG_*
 */
public record NftablesMessage(int kind, NetfilterHeader header, Attributes attributes) implements Message {

    /** NFNL_SUBSYS_NFTABLES of linux/netfilter/nfnetlink.h, the upper byte of a message's type. */
    static final int SUBSYSTEM = 10;

    /** NFT_MSG_* of linux/netfilter/nf_tables.h. */
    static final int NEW_TABLE = 0;

    static final int GET_TABLE = 1;
    static final int DELETE_TABLE = 2;
    static final int NEW_CHAIN = 3;
    static final int GET_CHAIN = 4;
    static final int NEW_RULE = 6;
    static final int GET_RULE = 7;
    static final int NEW_ELEMENTS = 12;
    static final int GET_ELEMENTS = 13;
    static final int NEW_GENERATION = 15;
    static final int GET_GENERATION = 16;

    static final int TABLE = 1;
    private static final int TABLE_FLAGS = 2;
    private static final int TABLE_USE = 3;
    private static final int CHAIN_NAME = 3;
    private static final int CHAIN_HOOK = 4;
    private static final int CHAIN_POLICY = 5;
    private static final int CHAIN_TYPE = 7;
    private static final int HOOK_NUMBER = 1;
    private static final int HOOK_PRIORITY = 2;
    private static final int RULE_CHAIN = 2;
    private static final int RULE_EXPRESSIONS = 4;
    private static final int RULE_USER_DATA = 7;
    static final int SET_NAME = 2;
    private static final int SET_ELEMENTS = 3;
    private static final int GENERATION_ID = 1;

    /** NFTNL_UDATA_RULE_COMMENT of libnftnl/udata.h: type, length, text with its zero byte. */
    private static final int COMMENT = 0;

    /**
     * Where a chain hangs.
     *
     * @param number NF_INET_*
     * @param priority the lower, the earlier
     */
    public record Hook(int number, int priority) {}

    static boolean isOne(int type) {
        return type >>> 8 == SUBSYSTEM;
    }

    static NftablesMessage decode(int type, byte[] bytes, int from, int to) throws DecodeFault {
        int kind = type & 0xff;
        NetfilterHeader header = NetfilterHeader.decode(bytes, from, to);
        int attributes = from + NetfilterHeader.BYTES;
        return new NftablesMessage(kind, header, Attributes.decode(policy(kind), bytes, attributes, to));
    }

    static Policy policy(int kind) {
        return switch (kind) {
            case NEW_TABLE, GET_TABLE, DELETE_TABLE -> NftablesPolicies.TABLE;
            case NEW_CHAIN, GET_CHAIN, NEW_CHAIN + 2 -> NftablesPolicies.CHAIN;
            case NEW_RULE, GET_RULE, NEW_RULE + 2 -> NftablesPolicies.RULE;
            case NEW_ELEMENTS, GET_ELEMENTS, NEW_ELEMENTS + 2 -> NftablesPolicies.SET_ELEMENT_LIST;
            case NEW_GENERATION, GET_GENERATION -> NftablesPolicies.GENERATION;
            default -> NftablesPolicies.OTHER;
        };
    }

    @Override
    public void encode(Encoder out) {
        header.encode(out);
        attributes.encode(out);
    }

    /** The table that it is, or is of; empty for a generation. */
    public Optional<String> table() {
        return isGeneration() ? Optional.empty() : attributes.text(TABLE);
    }

    private boolean isGeneration() {
        return kind == NEW_GENERATION || kind == GET_GENERATION;
    }

    /** Of all tables of the namespace: it is another one after each transaction. */
    public OptionalInt generation() {
        return isGeneration() && attributes.has(GENERATION_ID)
                ? OptionalInt.of(attributes.big32(GENERATION_ID, 0))
                : OptionalInt.empty();
    }

    /** Of a table: NFT_TABLE_F_*, 0 for one that is in force and nobody's own. */
    public int tableFlags() {
        return kind == NEW_TABLE ? attributes.big32(TABLE_FLAGS, 0) : 0;
    }

    /** Of a table: how many chains, sets, maps and other objects are in it. */
    public int tableUse() {
        return kind == NEW_TABLE ? attributes.big32(TABLE_USE, 0) : 0;
    }

    /** The chain that it is, or that the rule is in. */
    public Optional<String> chain() {
        return switch (kind) {
            case NEW_CHAIN -> attributes.text(CHAIN_NAME);
            case NEW_RULE -> attributes.text(RULE_CHAIN);
            default -> Optional.empty();
        };
    }

    /** Of a chain that packets come to by themselves. */
    public Optional<Hook> hook() {
        if (kind != NEW_CHAIN || !attributes.has(CHAIN_HOOK)) {
            return Optional.empty();
        }
        Attributes hook = attributes.nest(CHAIN_HOOK, NftablesPolicies.HOOK);
        return Optional.of(new Hook(hook.big32(HOOK_NUMBER, 0), hook.big32(HOOK_PRIORITY, 0)));
    }

    /** Of a chain with a hook: {@code filter}, {@code nat}, {@code route}. */
    public String chainType() {
        return kind == NEW_CHAIN ? attributes.text(CHAIN_TYPE).orElse("") : "";
    }

    /** Of a chain with a hook: whether a packet that comes to its end goes on (NF_ACCEPT). */
    public boolean accepts() {
        return kind == NEW_CHAIN && attributes.big32(CHAIN_POLICY, 0) == 1;
    }

    /** Of a rule. */
    public Optional<String> comment() {
        Optional<byte[]> data = kind == NEW_RULE ? attributes.value(RULE_USER_DATA) : Optional.empty();
        return data.flatMap(NftablesMessage::comment);
    }

    private static Optional<String> comment(byte[] data) {
        int at = 0;
        while (data.length - at >= 2) {
            int length = Bytes.u8(data, at + 1);
            int from = at + 2;
            if (length > data.length - from) {
                return Optional.empty();
            }
            if (Bytes.u8(data, at) == COMMENT) {
                int end = from;
                while (end < from + length && data[end] != 0) {
                    end++;
                }
                return Optional.of(new String(data, from, end - from, StandardCharsets.UTF_8));
            }
            at = from + length;
        }
        return Optional.empty();
    }

    /** Of a rule: which bits of packets' and connections' marks it tests, sets or copies. */
    public int markBits() {
        return kind == NEW_RULE ? new MarkTrace().follow(expressions()) : 0;
    }

    private List<Attributes> expressions() {
        return attributes
                .nest(RULE_EXPRESSIONS, NftablesPolicies.EXPRESSIONS)
                .nests(NftablesPolicies.ELEMENT, NftablesPolicies.EXPRESSION);
    }

    /** Of a set or map. */
    public List<NftablesElement> elements() {
        List<NftablesElement> all = new ArrayList<>();
        if (kind == NEW_ELEMENTS) {
            for (Attributes element : attributes
                    .nest(SET_ELEMENTS, NftablesPolicies.SET_ELEMENTS)
                    .nests(NftablesPolicies.ELEMENT, NftablesPolicies.SET_ELEMENT)) {
                all.add(NftablesElement.of(element));
            }
        }
        return all;
    }
}
