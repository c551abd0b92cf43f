package dev.enid.lab.topology;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An ENI of the VPC, attached or not.
 *
 * @param name how a topology file calls it; also the name of its port in the fabric
 * @param subnet the subnet's name
 * @param ipv4 the first is the primary address; empty in an IPv6-only subnet and for an EFA-only ENI
 * @param prefixes delegated: /28 of IPv4, /80 of IPv6
 * @param linkLocal the 169.254/16 address that an ENI of an IPv6-only subnet uses to reach 169.254.169.254; IMDS does not
 *     list it
 * @param sourceDestCheck whether the VPC takes only packets from addresses of this ENI; on, unless a person switched it off
 * @param efaOnly an interface without IP and, on the host, without a link
 */
public record VpcEni(
        String name,
        EniId id,
        Mac mac,
        String subnet,
        List<Ip> ipv4,
        List<Ip> ipv6,
        List<Cidr> prefixes,
        Optional<Ip> linkLocal,
        boolean sourceDestCheck,
        boolean efaOnly,
        Optional<Attachment> attachment) {

    /** The length of a delegated IPv4 prefix. */
    public static final int PREFIX_V4 = 28;
    /** The length of a delegated IPv6 prefix. */
    public static final int PREFIX_V6 = 80;

    public VpcEni {
        ipv4 = List.copyOf(ipv4);
        ipv6 = List.copyOf(ipv6);
        prefixes = List.copyOf(prefixes);
    }

    public List<Ip> addresses(Family family) {
        return family == Family.V4 ? ipv4 : ipv6;
    }

    public Stream<Ip> addresses() {
        return Stream.concat(ipv4.stream(), ipv6.stream());
    }

    public Stream<Cidr> prefixes(Family family) {
        return prefixes.stream().filter(prefix -> prefix.family() == family);
    }

    /** Every address and prefix that the VPC delivers here, the link-local one included. */
    public Stream<Cidr> owned() {
        return Stream.of(
                        addresses().map(Ip::toCidr),
                        prefixes.stream(),
                        linkLocal.stream().map(Ip::toCidr))
                .flatMap(each -> each);
    }

    /** Whether the source/destination check takes this source from this ENI. */
    public boolean owns(Ip source) {
        return owned().anyMatch(cidr -> cidr.contains(source));
    }

    public boolean attachedTo(String instance) {
        return attachment.map(each -> each.instance().equals(instance)).orElse(false);
    }

    /** The IPv6 link-local address that a kernel makes from a MAC address (RFC 4291, appendix A). */
    public static Ip ipv6LinkLocal(Mac mac) {
        long bits = mac.bits();
        long interfaceId = (bits >>> 24 ^ 0x020000) << 40 | 0xfffeL << 24 | (bits & 0xffffff);
        return Ip.v6(0xfe80L << 48, interfaceId);
    }

    public VpcEni withAttachment(Optional<Attachment> other) {
        return new VpcEni(name, id, mac, subnet, ipv4, ipv6, prefixes, linkLocal, sourceDestCheck, efaOnly, other);
    }

    VpcEni withSourceDestCheck(boolean on) {
        return new VpcEni(name, id, mac, subnet, ipv4, ipv6, prefixes, linkLocal, on, efaOnly, attachment);
    }

    VpcEni withAddresses(List<Ip> v4, List<Ip> v6, List<Cidr> delegated) {
        return new VpcEni(name, id, mac, subnet, v4, v6, delegated, linkLocal, sourceDestCheck, efaOnly, attachment);
    }
}
