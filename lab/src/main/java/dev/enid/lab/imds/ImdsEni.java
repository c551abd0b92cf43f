package dev.enid.lab.imds;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An attached ENI, as EC2 knows it.
 *
 * @param subnetV4 absent in an IPv6-only subnet
 * @param ipv4 the first is the primary address; empty on IPv6-only and EFA-only ENIs
 * @param prefixes delegated, of both families
 * @param publicIps public address to private one
 */
public record ImdsEni(
        EniId id,
        Mac mac,
        int networkCard,
        int deviceIndex,
        String subnetId,
        String vpcId,
        Optional<Cidr> subnetV4,
        List<Cidr> subnetsV6,
        List<Cidr> vpcV4,
        List<Cidr> vpcV6,
        List<Ip> ipv4,
        List<Ip> ipv6,
        List<Cidr> prefixes,
        SortedMap<Ip, Ip> publicIps) {

    public ImdsEni {
        subnetsV6 = List.copyOf(subnetsV6);
        vpcV4 = List.copyOf(vpcV4);
        vpcV6 = List.copyOf(vpcV6);
        ipv4 = List.copyOf(ipv4);
        ipv6 = List.copyOf(ipv6);
        prefixes = List.copyOf(prefixes);
        publicIps = Collections.unmodifiableSortedMap(new TreeMap<>(publicIps));
    }

    boolean owns(Ip ip) {
        return Stream.concat(ipv4.stream(), ipv6.stream()).anyMatch(ip::equals)
                || prefixes.stream().anyMatch(prefix -> prefix.contains(ip));
    }

    List<Cidr> prefixes(Family family) {
        return prefixes.stream().filter(prefix -> prefix.family() == family).toList();
    }
}
