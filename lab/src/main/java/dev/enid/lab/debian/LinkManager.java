package dev.enid.lab.debian;

import java.util.List;

/** Who brings links up on a host. All are installed on each; none but the host's own runs. */
public enum LinkManager {
    /** Links stay as they came. */
    NONE,
    /** systemd-networkd: by itself it leaves links alone for which there is no file. */
    NETWORKD,
    /** systemd-networkd with amazon-ec2-net-utils: DHCP, and tables and rules, for every ENI that comes. */
    AMAZON_EC2_NET_UTILS,
    /** ifupdown with dhclient, of isc-dhcp-client. */
    IFUPDOWN,
    /** NetworkManager: by itself it does DHCP on every Ethernet link that comes. */
    NETWORK_MANAGER;

    /** Lines of a shell that is in the root of the host before it boots. */
    List<String> setup() {
        return switch (this) {
            case NONE -> List.of();
            case NETWORKD -> List.of("systemctl --quiet enable systemd-networkd.service");
            case AMAZON_EC2_NET_UTILS ->
                List.of(
                        "systemctl --quiet enable systemd-networkd.service",
                        "rm /etc/udev/rules.d/99-vpc-policy-routes.rules",
                        // networkd asks the link itself for its driver, not udev.
                        "sed -i 's/^Driver=.*/& veth/' /usr/lib/systemd/network/80-ec2.network");
            case IFUPDOWN -> List.of("systemctl --quiet enable networking.service");
            case NETWORK_MANAGER -> List.of("systemctl --quiet enable NetworkManager.service");
        };
    }
}
