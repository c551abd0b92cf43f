package dev.enid.core.snapshot;

import dev.enid.core.file.HostEnvironment;
import dev.enid.core.kernel.KernelObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the host besides IMDS and the kernel's tables.
 *
 * @param podNetworks signs, seen in files, of a container network that gives ENI addresses to pods, in words
 *     ({@code /etc/cni/net.d/10-aws.conflist})
 * @param ownership which objects are ours
 * @param resting objects that a foreign hand keeps changing back: left alone for a while
 * @param marking what marks can be used for
 * @param bridgesPassNetfilter net.bridge.bridge-nf-call-iptables; empty where br_netfilter is not loaded
 * @param environment what kind of host it is, and the files of network managers
 * @param asked what the host's network manager was lately asked to bring about, by the name of the link
 */
public record HostFacts(
        List<String> podNetworks,
        Ownership ownership,
        Set<KernelObject.Key> resting,
        Marking marking,
        Optional<Boolean> bridgesPassNetfilter,
        HostEnvironment environment,
        Map<String, Asked> asked) {

    /**
     * Something that the host's network manager was asked.
     *
     * @param busy whether it may still come
     * @param words who was asked what, and what it answered: {@code networkctl reload: exit 1: ...}
     */
    public record Asked(boolean busy, String words) {}

    /** With marks that are free to use. */
    public HostFacts(List<String> podNetworks, Ownership ownership, Set<KernelObject.Key> resting) {
        this(podNetworks, ownership, resting, Marking.FREE, Optional.empty(), HostEnvironment.UNKNOWN, Map.of());
    }

    public HostFacts {
        podNetworks = List.copyOf(podNetworks);
        resting = Set.copyOf(resting);
        asked = Map.copyOf(asked);
    }
}
