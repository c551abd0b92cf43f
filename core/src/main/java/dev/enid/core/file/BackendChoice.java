package dev.enid.core.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By whom secondary ENIs are brought up on a host, and why.
 *
 * @param trace what was looked at, in the order of the decision, in sentences
 */
public record BackendChoice(Backend backend, List<String> trace) {

    /** What tells that a manager has this host, in the order in which that is believed: who runs goes before who is only installed. */
    private enum Sign {
        NETWORKMANAGER(Backend.NETWORKMANAGER, "NetworkManager runs", HostEnvironment.NETWORKMANAGER_RUNS),
        NETWORKD(Backend.NETWORKD, "systemd-networkd runs", HostEnvironment.NETWORKD_RUNS),
        WICKED(Backend.SLES, "wicked is installed", HostEnvironment.WICKED),
        SLES_SCRIPTS(Backend.SLES, "the scripts of SLES are installed", HostEnvironment.SLES_IFUP),
        NETWORK_SCRIPTS(Backend.IFCFG, "network-scripts are installed", HostEnvironment.NETWORK_SCRIPTS),
        IFUPDOWN(Backend.IFUPDOWN, "ifupdown has its settings", HostEnvironment.INTERFACES);

        private final Backend backend;
        private final String words;
        private final String path;

        Sign(Backend backend, String words, String path) {
            this.backend = backend;
            this.words = words;
            this.path = path;
        }
    }

    public BackendChoice {
        trace = List.copyOf(trace);
    }

    /**
     * The one that a person has set, or the host's own.
     *
     * @param set empty for the host's own
     */
    public static BackendChoice of(Optional<Backend> set, HostEnvironment host) {
        BackendChoice own = ofHost(host);
        if (set.isEmpty()) {
            return own;
        }
        String first = "backend = \"" + set.get().word() + "\" is in force";
        if (set.get() == Backend.DIRECT || set.get() == own.backend) {
            return new BackendChoice(set.get(), List.of(first));
        }
        List<String> trace = new ArrayList<>(
                List.of(first, "but this host looks like one of " + own.backend.word() + ", by these signs:"));
        trace.addAll(own.trace);
        return new BackendChoice(set.get(), trace);
    }

    private static BackendChoice ofHost(HostEnvironment host) {
        List<String> trace = new ArrayList<>();
        for (Sign sign : Sign.values()) {
            if (host.has(sign.path)) {
                trace.add(sign.words + ": " + sign.path + " is there");
                return new BackendChoice(sign.backend, trace);
            }
            trace.add("not " + sign.backend.word() + ": no " + sign.path);
        }
        trace.add("so enid brings ENIs up itself");
        return new BackendChoice(Backend.DIRECT, trace);
    }
}
