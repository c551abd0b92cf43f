package dev.enid.core.snapshot;

import dev.enid.core.kernel.KernelObject;
import java.util.List;
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
 */
public record HostFacts(
        List<String> podNetworks,
        Ownership ownership,
        Set<KernelObject.Key> resting,
        Marking marking,
        Optional<Boolean> bridgesPassNetfilter) {

    /** With marks that are free to use. */
    public HostFacts(List<String> podNetworks, Ownership ownership, Set<KernelObject.Key> resting) {
        this(podNetworks, ownership, resting, Marking.FREE, Optional.empty());
    }

    public HostFacts {
        podNetworks = List.copyOf(podNetworks);
        resting = Set.copyOf(resting);
    }
}
