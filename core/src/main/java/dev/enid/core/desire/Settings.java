package dev.enid.core.desire;

import dev.enid.core.file.Backend;
import dev.enid.core.ip.Mac;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a person decides of the policy.
 *
 * @param ignored ENIs that enid leaves alone
 * @param held ENIs taken down by {@code enid down} until {@code enid up}
 * @param mainRoutes whether secondary ENIs get a default and a subnet route in the main table, after the primary's
 * @param localPrefixes whether every address of a delegated prefix answers on the host itself
 * @param containers what becomes of connections to containers
 * @param mtu for secondary ENIs, in bytes, where the device allows it; 0 leaves it
 * @param backend by whom secondary ENIs are brought up; empty for the host's own network manager
 * @param keepFiles whether the files of an ENI that is gone stay for its return
 */
public record Settings(
        List<EniSelector> ignored,
        SortedSet<Mac> held,
        boolean mainRoutes,
        boolean localPrefixes,
        int mtu,
        Containers containers,
        Optional<Backend> backend,
        boolean keepFiles) {

    /** When connections that come in by an ENI are marked. */
    public enum When {
        /** As soon as a link that is no ENI passes traffic on. */
        AUTO,
        ON,
        OFF
    }

    /**
     * How containers answer by the ENI they were asked on.
     *
     * @param markMask the bits of marks that are enid's: one run of at least two
     */
    public record Containers(When when, int markMask) {

        /** None of Docker's, kube-proxy's, Cilium's, Tailscale's or the VPC CNI's by their standard settings. */
        public static final Containers DEFAULT = new Containers(When.AUTO, 0x7f00_0000);

        public Containers {
            if (!isMask(markMask)) {
                throw new IllegalArgumentException(String.format("0x%x is not one run of two bits or more", markMask));
            }
        }

        /** Whether these bits can be a mask. */
        public static boolean isMask(int bits) {
            int run = bits >>> Integer.numberOfTrailingZeros(bits);
            return Integer.bitCount(bits) >= 2 && (run & (run + 1)) == 0;
        }
    }

    public static final Settings DEFAULT = new Settings(
            List.of(), new TreeSet<>(), true, false, 9001, Containers.DEFAULT, Optional.of(Backend.DIRECT), false);

    /** With containers and files as they are without a setting. */
    public Settings(
            List<EniSelector> ignored, SortedSet<Mac> held, boolean mainRoutes, boolean localPrefixes, int mtu) {
        this(ignored, held, mainRoutes, localPrefixes, mtu, Containers.DEFAULT);
    }

    /** With files as they are without a setting. */
    public Settings(
            List<EniSelector> ignored,
            SortedSet<Mac> held,
            boolean mainRoutes,
            boolean localPrefixes,
            int mtu,
            Containers containers) {
        this(ignored, held, mainRoutes, localPrefixes, mtu, containers, Optional.of(Backend.DIRECT), false);
    }

    /** The same by another backend. */
    public Settings with(Backend other) {
        return new Settings(ignored, held, mainRoutes, localPrefixes, mtu, containers, Optional.of(other), keepFiles);
    }

    public Settings {
        ignored = List.copyOf(ignored);
        held = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(held));
    }
}
