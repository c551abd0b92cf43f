package dev.enid.core.kernel;

import dev.enid.core.ip.Family;

/**
 * One value below net.ipv4.conf or net.ipv6.conf.
 *
 * @param link ifindex, or 0 for {@code all}
 */
public record Sysctl(int link, Name name, int value) implements KernelObject {

    /** The ones enid reads or sets, with their place in the arrays that a dump of links carries. */
    public enum Name {
        /** IPV4_DEVCONF_* of linux/ip.h. */
        FORWARDING(Family.V4, "forwarding", 1),
        PROXY_ARP(Family.V4, "proxy_arp", 3),
        RP_FILTER(Family.V4, "rp_filter", 8),
        SRC_VALID_MARK(Family.V4, "src_valid_mark", 24),
        ARP_ANNOUNCE(Family.V4, "arp_announce", 18),
        ARP_IGNORE(Family.V4, "arp_ignore", 19),
        /** DEVCONF_* of linux/ipv6.h. */
        FORWARDING_V6(Family.V6, "forwarding", 0),
        ACCEPT_RA(Family.V6, "accept_ra", 3),
        DAD_TRANSMITS(Family.V6, "dad_transmits", 6),
        ACCEPT_RA_DEFRTR(Family.V6, "accept_ra_defrtr", 17),
        ACCEPT_RA_PINFO(Family.V6, "accept_ra_pinfo", 18),
        PROXY_NDP(Family.V6, "proxy_ndp", 22),
        ACCEPT_DAD(Family.V6, "accept_dad", 27),
        DISABLE_IPV6(Family.V6, "disable_ipv6", 26);

        private final Family family;
        private final String file;
        private final int devconf;

        Name(Family family, String file, int devconf) {
            this.family = family;
            this.file = file;
            this.devconf = devconf;
        }

        public Family family() {
            return family;
        }

        /** The last part of its path below /proc/sys/net. */
        public String file() {
            return file;
        }

        /**
         * Its index in the array of 32-bit values of IFLA_INET_CONF (which counts from IPV4_DEVCONF 1) or
         * IFLA_INET6_CONF (which counts from 0).
         */
        public int devconf() {
            return devconf;
        }
    }

    @Override
    public Id key() {
        return new Id(link, name);
    }

    @Override
    public String toIproute2(LinkNames names) {
        String family = name.family() == Family.V4 ? "ipv4" : "ipv6";
        return "sysctl net." + family + ".conf." + (link == 0 ? "all" : names.name(link)) + "." + name.file() + "="
                + value;
    }

    /** A sysctl's identity. */
    public record Id(int link, Name name) implements Key {}
}
