package dev.enid.core.desire;

import dev.enid.core.ip.Mac;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a person decides of the policy.
 *
 * @param ignored ENIs that enid leaves alone
 * @param held ENIs taken down by {@code enid down} until {@code enid up}
 * @param mainRoutes whether secondary ENIs get a default and a subnet route in the main table, after the primary's
 * @param localPrefixes whether every address of a delegated prefix answers on the host itself
 * @param mtu for secondary ENIs, in bytes, where the device allows it; 0 leaves it
 */
public record Settings(
        List<EniSelector> ignored, SortedSet<Mac> held, boolean mainRoutes, boolean localPrefixes, int mtu) {

    public static final Settings DEFAULT = new Settings(List.of(), new TreeSet<>(), true, false, 9001);

    public Settings {
        ignored = List.copyOf(ignored);
        held = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(held));
    }
}
