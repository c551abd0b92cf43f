package dev.enid.core.inventory;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An Elastic Network Interface attached to this instance, as IMDS tells it.
 *
 * @param primary whether IMDS's top-level {@code mac} is this one's; only then is the device index 0 on card 0
 * @param networkCard 0 on instance types with one card; 0 to 99
 * @param deviceIndex IMDS's device-number, 0 to 99
 * @param subnetV4 subnet-ipv4-cidr-block; absent in an IPv6-only subnet
 * @param subnetsV6 subnet-ipv6-cidr-blocks
 * @param ipv4 local-ipv4s; the first is the primary address
 * @param ipv6 ipv6s, in IMDS's order
 * @param prefixes ipv4-prefix and ipv6-prefix: delegated, /28 and /80
 */
public record Eni(
        EniId id,
        Mac mac,
        boolean primary,
        int networkCard,
        int deviceIndex,
        Optional<Cidr> subnetV4,
        List<Cidr> subnetsV6,
        List<Ip> ipv4,
        List<Ip> ipv6,
        List<Cidr> prefixes) {

    private static final int MOST = 99;

    public Eni {
        if (networkCard < 0 || networkCard > MOST || deviceIndex < 0 || deviceIndex > MOST) {
            throw new IllegalArgumentException("network card " + networkCard + ", device index " + deviceIndex);
        }
        if (primary != (networkCard == 0 && deviceIndex == 0)) {
            throw new IllegalArgumentException("device index 0 on card 0 is the primary's and only the primary's");
        }
        if (!ipv4.isEmpty() && subnetV4.isEmpty()) {
            throw new IllegalArgumentException("IPv4 addresses without an IPv4 subnet");
        }
        subnetsV6 = List.copyOf(subnetsV6);
        ipv4 = List.copyOf(ipv4);
        ipv6 = List.copyOf(ipv6);
        prefixes = List.copyOf(prefixes);
    }

    /** The number of its routing table and the priority of its rules: the one Amazon's own tool uses. */
    public int table() {
        return 10_000 + 100 * networkCard + deviceIndex;
    }

    /** What is added to the primary's metric for a route by this ENI. */
    public int metricOffset() {
        return 100 * networkCard + deviceIndex;
    }

    /** An EFA-only interface has no addresses and carries no IP. */
    public boolean efaOnly() {
        return ipv4.isEmpty() && ipv6.isEmpty();
    }

    /** The address the ENI is known by: its first IPv4 address, or where it has none its first IPv6 address. */
    public Optional<Ip> primaryAddress() {
        return Stream.concat(ipv4.stream(), ipv6.stream()).findFirst();
    }

    public List<Ip> addresses(Family family) {
        return family == Family.V4 ? ipv4 : ipv6;
    }

    public Stream<Ip> addresses() {
        return Stream.concat(ipv4.stream(), ipv6.stream());
    }

    public List<Cidr> subnets(Family family) {
        return family == Family.V4 ? subnetV4.stream().toList() : subnetsV6;
    }

    /** Whether the VPC takes a packet with this source from this ENI: the source/destination check. */
    public boolean owns(Ip source) {
        return addresses().anyMatch(source::equals) || prefixes.stream().anyMatch(prefix -> prefix.contains(source));
    }

    /** {@code device-number-1}, with {@code .C} appended on a network card C other than 0: an altname, as the peers give it. */
    public String deviceName() {
        return "device-number-" + deviceIndex + (networkCard == 0 ? "" : "." + networkCard);
    }
}
