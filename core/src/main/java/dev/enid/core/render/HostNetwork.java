package dev.enid.core.render;

import dev.enid.core.file.HostEnvironment;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a renderer renders, and where.
 *
 * @param primary the name of the primary ENI's link, which stays with whoever has it; empty where it is not known
 * @param primaryNames all names of that link, those that it is to have among them
 * @param enis secondary ENIs, by table
 */
public record HostNetwork(
        Optional<String> primary, SortedSet<String> primaryNames, List<EniNetwork> enis, HostEnvironment host) {

    public HostNetwork {
        primaryNames = Collections.unmodifiableSortedSet(new TreeSet<>(primaryNames));
        enis = List.copyOf(enis);
    }

    /** With a primary that has one name. */
    public HostNetwork(Optional<String> primary, List<EniNetwork> enis, HostEnvironment host) {
        this(primary, new TreeSet<>(primary.stream().toList()), enis, host);
    }
}
