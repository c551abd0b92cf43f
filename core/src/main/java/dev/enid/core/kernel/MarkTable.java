package dev.enid.core.kernel;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The nftables table {@code inet enid}. A connection that comes in by an ENI remembers it in bits of its own mark; what answers
 * it, on its way through the host, gets those bits as its fwmark, and by that a routing table. All other bits stay as they are.
 *
 * @param mask the bits that are enid's
 * @param marks by the name of an ENI's link the value of those bits: not 0, and within the mask; none in a table that is about to go
 */
public record MarkTable(int mask, SortedMap<String, Integer> marks) implements KernelObject {

    /** A table of that name is there, and is not as enid makes it. */
    public static final MarkTable ALTERED = new MarkTable(0, new TreeMap<>());

    public MarkTable {
        marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        for (int mark : marks.values()) {
            if (mark == 0 || (mark & ~mask) != 0) {
                throw new IllegalArgumentException(String.format("mark 0x%x with the mask 0x%x", mark, mask));
            }
        }
    }

    @Override
    public Id key() {
        return new Id();
    }

    @Override
    public int link() {
        return 0;
    }

    /** {@code nftables inet enid: ens5 0x1000000 ens6 0x2000000 mask 0x7f000000}. */
    @Override
    public String toIproute2(LinkNames names) {
        return equals(ALTERED)
                ? "nftables inet enid, altered"
                : "nftables inet enid: "
                        + marks.entrySet().stream()
                                .map(each -> String.format("%s 0x%x ", each.getKey(), each.getValue()))
                                .collect(Collectors.joining())
                        + String.format("mask 0x%x", mask);
    }

    /** There is one of them. */
    public record Id() implements Key {}
}
