package dev.enid.lab.dhcp;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.lab.dns.HostNames;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import java.util.List;
import java.util.Optional;

/**
 * An ENI as the services of its port see it.
 *
 * @param ipv4 absent where it has no IPv4 address of any kind
 * @param ipv6 all of its addresses
 * @param prefixesV6 delegated to it
 * @param subnetV6 absent in a subnet without IPv6, where no router advertises itself and DHCPv6 is silent
 * @param resolversV6 those that DHCPv6 names: none in a subnet with IPv4
 * @param domain of the instances' names
 */
record Lessee(
        Mac mac,
        Optional<Lease4> ipv4,
        List<Ip> ipv6,
        List<Cidr> prefixesV6,
        Optional<Cidr> subnetV6,
        List<Ip> resolversV6,
        String domain) {

    Lessee {
        ipv6 = List.copyOf(ipv6);
        prefixesV6 = List.copyOf(prefixesV6);
        resolversV6 = List.copyOf(resolversV6);
    }

    static Lessee of(Vpc vpc, VpcEni eni) {
        Subnet subnet = vpc.subnet(eni);
        HostNames names = HostNames.ofZone(subnet.zone());
        return new Lessee(
                eni.mac(),
                eni.ipv4().isEmpty()
                        ? linkLocal(vpc, eni, names)
                        : ipv4(vpc, subnet, eni.ipv4().getFirst(), names),
                eni.ipv6(),
                eni.prefixes(Family.V6).toList(),
                subnet.ipv6(),
                subnet.ipv6Only() ? List.of(Vpc.RESOLVER_V6) : List.of(),
                names.domain());
    }

    private static Optional<Lease4> ipv4(Vpc vpc, Subnet subnet, Ip address, HostNames names) {
        return subnet.ipv4().map(network -> {
            Ip gateway = network.ip().plus(1);
            return new Lease4(
                    address,
                    network.prefixLength(),
                    gateway,
                    Optional.of(gateway),
                    List.of(vpc.resolverV4().orElse(Vpc.RESOLVER_LINK_LOCAL)),
                    names.hostName(address),
                    names.domain(),
                    List.of());
        });
    }

    /**
     * Without IPv4, EC2 gives an address of 169.254/16 as a /32, from a server called 169.254.0.1 (amazon-ec2-net-utils issue 40,
     * cloud-init issue 5307).
     */
    private static Optional<Lease4> linkLocal(Vpc vpc, VpcEni eni, HostNames names) {
        return eni.linkLocal()
                .map(ip -> new Lease4(
                        ip,
                        ip.family().bits(),
                        Vpc.SERVER_LINK_LOCAL,
                        Optional.empty(),
                        List.of(Vpc.RESOLVER_LINK_LOCAL),
                        eni.attachment()
                                .map(Attachment::instance)
                                .map(name -> vpc.instance(name).id())
                                .orElse(eni.id().text()),
                        names.domain(),
                        List.of(Vpc.SERVICES_LINK_LOCAL)));
    }
}
