package dev.enid.linux.session;

import dev.enid.linux.wire.NftablesElement;
import dev.enid.linux.wire.NftablesMessage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table of nf_tables of the family inet, as it was at one moment.
 *
 * @param flags NFT_TABLE_F_*: dormant, or somebody's own
 * @param objects how many chains, sets, maps and other objects are in it
 * @param rules in the order in which each chain has them
 * @param maps those that were asked for, by name; a map that is not there is not in it
 * @param whole whether all of it is told; where there is too much, what is over is left out
 */
public record NftablesTable(
        int flags,
        int objects,
        List<NftablesMessage> chains,
        List<NftablesMessage> rules,
        Map<String, List<NftablesElement>> maps,
        boolean whole) {

    public NftablesTable {
        chains = List.copyOf(chains);
        rules = List.copyOf(rules);
        maps = java.util.Collections.unmodifiableMap(new TreeMap<>(maps));
    }
}
