package dev.enid.lab.topology;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A subnet. It has a network of at least one family; one without IPv4 is IPv6-only.
 *
 * @param name how a topology file calls it
 * @param id {@code subnet-0a1b2c3d4e5f60718}
 * @param zone the availability zone, {@code eu-central-1a}
 * @param ipv4 /16 to /28
 * @param ipv6 /64
 */
public record Subnet(String name, String id, String zone, Optional<Cidr> ipv4, Optional<Cidr> ipv6) {

    public Optional<Cidr> cidr(Family family) {
        return family == Family.V4 ? ipv4 : ipv6;
    }

    public Stream<Cidr> cidrs() {
        return Stream.concat(ipv4.stream(), ipv6.stream());
    }

    public boolean ipv6Only() {
        return ipv4.isEmpty();
    }

    /** The VPC router's IPv4 address: the network's base plus one. */
    public Optional<Ip> gatewayV4() {
        return ipv4.map(cidr -> cidr.ip().plus(1));
    }

    /**
     * Whether EC2 keeps the address for itself: of IPv4 the first four and the last, of IPv6 the first four and the last of
     * the /64 too (VPC User Guide, "Subnet sizing").
     */
    public boolean reserves(Ip ip) {
        return cidr(ip.family())
                .filter(cidr -> {
                    Ip last = last(cidr);
                    return ip.compareTo(cidr.ip().plus(3)) <= 0 || ip.equals(last);
                })
                .isPresent();
    }

    /** Whether the network has an address or network such as {@code other}, of either family. */
    public boolean contains(Cidr other) {
        return cidr(other.family()).map(cidr -> cidr.contains(other)).orElse(false);
    }

    static Ip last(Cidr cidr) {
        int host = cidr.family().bits() - cidr.prefixLength();
        if (host <= 64) {
            return host == 64
                    ? new Ip(cidr.family(), cidr.ip().high(), -1)
                    : cidr.ip().plus((1L << host) - 1);
        }
        long high = host == 128 ? -1 : cidr.ip().high() | ((1L << (host - 64)) - 1);
        return new Ip(cidr.family(), high, -1);
    }
}
