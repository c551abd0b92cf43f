package dev.enid.core.file;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What kind of host it is.
 *
 * @param osRelease the assignments of os-release(5), without quotes
 * @param present which of {@link #PROBES} are there
 * @param files as found at the places of every backend
 */
public record HostEnvironment(SortedMap<String, String> osRelease, SortedSet<String> present, FoundFiles files) {

    /** systemd-networkd runs, or has run since the boot. */
    public static final String NETWORKD_RUNS = "/run/systemd/netif/state";
    /** NetworkManager runs, or has run since the boot. */
    public static final String NETWORKMANAGER_RUNS = "/run/NetworkManager";
    /** ifupdown's command; network-scripts have one of that name, too. */
    public static final String IFUP = "/usr/sbin/ifup";
    /** Debian's ifupdown reads it. */
    public static final String INTERFACES = "/etc/network/interfaces";
    /** The scripts of the RHEL family, where they are installed and not only NetworkManager's reader of their files. */
    public static final String NETWORK_SCRIPTS = "/etc/sysconfig/network-scripts/ifup-eth";

    public static final String WICKED = "/usr/sbin/wicked";
    /** SLES before wicked. */
    public static final String SLES_IFUP = "/etc/sysconfig/network/scripts/functions";
    /** RHEL 6 and 7, SLES 11 have it there; elsewhere it is a link to the other. */
    public static final String SBIN_IFUP = "/sbin/ifup";

    /** Every path whose presence tells something. */
    public static final SortedSet<String> PROBES = Collections.unmodifiableSortedSet(new TreeSet<>(java.util.List.of(
            NETWORKD_RUNS, NETWORKMANAGER_RUNS, IFUP, SBIN_IFUP, INTERFACES, NETWORK_SCRIPTS, WICKED, SLES_IFUP)));

    /** Nothing is known of it. */
    public static final HostEnvironment UNKNOWN =
            new HostEnvironment(new TreeMap<>(), new TreeSet<>(), FoundFiles.NONE);

    public HostEnvironment {
        osRelease = Collections.unmodifiableSortedMap(new TreeMap<>(osRelease));
        present = Collections.unmodifiableSortedSet(new TreeSet<>(present));
    }

    public boolean has(String probe) {
        return present.contains(probe);
    }
}
