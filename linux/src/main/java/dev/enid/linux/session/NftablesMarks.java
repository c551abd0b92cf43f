package dev.enid.linux.session;

import java.util.Map;

/**
 * Bits of marks that the rules of a chain of nf_tables test, set or copy.
 *
 * @param family NFPROTO_*
 * @param bits of packets' marks and of connections' marks, in one
 */
public record NftablesMarks(int family, String table, String chain, int bits) {

    /** As nft writes them. */
    private static final Map<Integer, String> FAMILIES =
            Map.of(1, "inet", 2, "ip", 3, "arp", 5, "netdev", 7, "bridge", 10, "ip6");

    /** As nft writes it. */
    public String familyName() {
        return FAMILIES.getOrDefault(family, "family " + family);
    }

    NftablesMarks with(int otherBits) {
        return new NftablesMarks(family, table, chain, otherBits);
    }
}
