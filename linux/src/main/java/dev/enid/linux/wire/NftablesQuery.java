package dev.enid.linux.wire;

import java.util.function.Consumer;

/**
 * Something asked of nf_tables; nothing is changed by it.
 *
 * @param flags NLM_F_* beside NLM_F_REQUEST
 * @param words as {@code nft} would be asked
 */
public record NftablesQuery(NftablesMessage message, int flags, String words) implements Question {

    /** NFPROTO_* of linux/netfilter.h. */
    public static final int ANY_FAMILY = 0;

    public static final int INET = 1;

    /** Which generation of all tables is in force. */
    public static NftablesQuery generation() {
        return new NftablesQuery(
                message(NftablesMessage.GET_GENERATION, ANY_FAMILY, none -> {}), 0, "nft: the generation");
    }

    /** The table of the family inet of that name; ENOENT where there is none. */
    public static NftablesQuery table(String name) {
        return new NftablesQuery(
                message(NftablesMessage.GET_TABLE, INET, out -> out.text(NftablesMessage.TABLE, name)),
                0,
                "nft list table inet " + name);
    }

    /** All chains of the family inet; the kernel does not look at the table's name. */
    public static NftablesQuery chains() {
        return new NftablesQuery(
                message(NftablesMessage.GET_CHAIN, INET, none -> {}), Envelope.DUMP, "nft list chains inet");
    }

    /** The rules of the table of the family inet of that name. Old kernels answer with those of others too. */
    public static NftablesQuery rules(String table) {
        return new NftablesQuery(
                message(NftablesMessage.GET_RULE, INET, out -> out.text(NftablesMessage.TABLE, table)),
                Envelope.DUMP,
                "nft list rules of inet " + table);
    }

    /** All rules of all tables. */
    public static NftablesQuery rules() {
        return new NftablesQuery(
                message(NftablesMessage.GET_RULE, ANY_FAMILY, none -> {}), Envelope.DUMP, "nft list ruleset");
    }

    /** What a set or map of a table of the family inet holds; ENOENT where there is none. */
    public static NftablesQuery elements(String table, String set) {
        return new NftablesQuery(
                message(
                        NftablesMessage.GET_ELEMENTS,
                        INET,
                        out -> out.text(NftablesMessage.TABLE, table).text(NftablesMessage.SET_NAME, set)),
                Envelope.DUMP,
                "nft list map inet " + table + " " + set);
    }

    private static NftablesMessage message(int kind, int family, Consumer<Encoder> content) {
        return new NftablesMessage(
                kind, new NetfilterHeader(family, 0, 0), Attributes.build(NftablesMessage.policy(kind), content));
    }

    @Override
    public void encode(Encoder out, int sequence, boolean acknowledged) {
        int type = NftablesMessage.SUBSYSTEM << 8 | message.kind();
        int all = flags | Envelope.REQUEST | (acknowledged ? Envelope.ACK : 0);
        new Envelope(type, all, sequence, 0, message).encode(out);
    }
}
