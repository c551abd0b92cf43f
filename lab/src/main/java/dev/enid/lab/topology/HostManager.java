package dev.enid.lab.topology;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Who configures the primary ENI of an instance, as cloud images have it: what decides the metrics and protocols of its
 * routes.
 */
public enum HostManager {
    /** systemd-networkd with its own defaults: Ubuntu, Debian. */
    NETWORKD(1024, 16, 9),
    /** systemd-networkd with RouteMetric=512: Amazon Linux 2023. */
    AMAZON_LINUX(512, 16, 9),
    /** NetworkManager: RHEL and its like. */
    NETWORK_MANAGER(100, 16, 9),
    /** dhclient's script: its routes have no metric, and IPv6 comes from the kernel's own router discovery. */
    DHCLIENT(0, 3, 9),
    /** Nobody: the link stays as it came. */
    NONE(0, 0, 0);

    private final int metric;
    private final int protocolV4;
    private final int protocolV6;

    HostManager(int metric, int protocolV4, int protocolV6) {
        this.metric = metric;
        this.protocolV4 = protocolV4;
        this.protocolV6 = protocolV6;
    }

    /** RTA_PRIORITY of its routes; the kernel reads 0 as 1024 for IPv6. */
    public int metric() {
        return metric;
    }

    /** rtm_protocol of its IPv4 routes: RTPROT_DHCP or RTPROT_BOOT. */
    public int protocolV4() {
        return protocolV4;
    }

    /** rtm_protocol of its IPv6 routes: RTPROT_RA. */
    public int protocolV6() {
        return protocolV6;
    }

    /** As a topology file says it: {@code network-manager}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<HostManager> parse(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
