package dev.enid.linux.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An element of a map that leads to chains.
 *
 * @param key as text, without zero bytes at its end: what it is where keys are names
 * @param number the key where it has four bytes, in the machine's byte order: what it is where keys are marks
 * @param chain that it leads to
 */
public record NftablesElement(String key, OptionalInt number, Optional<String> chain) {

    private static final int KEY = 1;
    private static final int DATA = 2;
    private static final int CODE = 1;
    private static final int CHAIN = 2;
    /** NFT_JUMP and NFT_GOTO of linux/netfilter/nf_tables.h. */
    private static final Set<Integer> LEADING = Set.of(-3, -4);

    static NftablesElement of(Attributes element) {
        byte[] key = element.nest(KEY, NftablesPolicies.DATUM)
                .value(NftablesPolicies.VALUE)
                .orElse(new byte[0]);
        int end = key.length;
        while (end > 0 && key[end - 1] == 0) {
            end--;
        }
        Attributes verdict =
                element.nest(DATA, NftablesPolicies.DATUM).nest(NftablesPolicies.VERDICT, NftablesPolicies.JUMP);
        boolean leads = LEADING.contains(verdict.big32(CODE, 0));
        return new NftablesElement(
                new String(key, 0, end, StandardCharsets.UTF_8),
                key.length == Integer.BYTES ? OptionalInt.of(Bytes.u32(key, 0)) : OptionalInt.empty(),
                leads ? verdict.text(CHAIN) : Optional.empty());
    }
}
