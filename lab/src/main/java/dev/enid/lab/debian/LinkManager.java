package dev.enid.lab.debian;

import java.util.List;

/** Who brings links up on a host. All are installed on each; none but the host's own runs. */
public enum LinkManager {
    /** Links stay as they came. */
    NONE,
    /** systemd-networkd: by itself it leaves links alone for which there is no file. */
    NETWORKD,
    /** ifupdown with dhclient, of isc-dhcp-client. */
    IFUPDOWN,
    /** NetworkManager: by itself it does DHCP on every Ethernet link that comes. */
    NETWORK_MANAGER;

    /** To be enabled. */
    List<String> units() {
        return switch (this) {
            case NONE -> List.of();
            case NETWORKD -> List.of("systemd-networkd.service");
            case IFUPDOWN -> List.of("networking.service");
            case NETWORK_MANAGER -> List.of("NetworkManager.service");
        };
    }
}
