package dev.enid.core.snapshot;

import java.util.List;
import java.util.Optional;

/**
 * What marks can be used for on the host.
 *
 * @param trouble why nftables cannot be used here and what to do about it, in a sentence; empty where it can, or where nobody
 *     needed it yet
 * @param others what marks others use, as far as their rules were read
 */
public record Marking(Optional<String> trouble, List<MarkUse> others) {

    public static final Marking FREE = new Marking(Optional.empty(), List.of());

    public Marking {
        others = List.copyOf(others);
    }
}
