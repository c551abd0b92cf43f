package dev.enid.lab.ec2;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.AssignRequest;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Addresses and prefixes of ENIs, assigned and unassigned. */
final class Addresses {

    private final Cloud cloud;

    Addresses(Cloud cloud) {
        this.cloud = cloud;
    }

    List<Xml> assignV4(Query query) throws Ec2Fault, IOException {
        int count = query.number("SecondaryPrivateIpAddressCount").orElse(0);
        int prefixes = query.number("Ipv4PrefixCount").orElse(0);
        AssignRequest request = new AssignRequest(
                ips(query, "PrivateIpAddress", Family.V4),
                prefixes(query, "Ipv4Prefix", Family.V4),
                count,
                0,
                prefixes,
                0,
                query.flag("AllowReassignment"));
        VpcEni before = Cloud.eni(cloud.vpc(), query);
        VpcEni after = assign(query, before, request);
        List<Ip> added = new ArrayList<>(after.ipv4());
        added.removeIf(ip -> before.ipv4().contains(ip) && !request.addresses().contains(ip));
        return List.of(
                Xml.of("networkInterfaceId", after.id()),
                Xml.set("assignedPrivateIpAddressesSet", added, ip -> List.of(Xml.of("privateIpAddress", ip))),
                Interfaces.prefixes("assignedIpv4PrefixSet", Family.V4, added(before, after, Family.V4)),
                Xml.of("return", true));
    }

    List<Xml> assignV6(Query query) throws Ec2Fault, IOException {
        AssignRequest request = new AssignRequest(
                ips(query, "Ipv6Addresses", Family.V6),
                prefixes(query, "Ipv6Prefix", Family.V6),
                0,
                query.number("Ipv6AddressCount").orElse(0),
                0,
                query.number("Ipv6PrefixCount").orElse(0),
                false);
        VpcEni before = Cloud.eni(cloud.vpc(), query);
        VpcEni after = assign(query, before, request);
        List<Ip> added = new ArrayList<>(after.ipv6());
        added.removeAll(before.ipv6());
        return List.of(
                Xml.of("networkInterfaceId", after.id()),
                Xml.texts("assignedIpv6Addresses", added),
                Xml.texts("assignedIpv6PrefixSet", added(before, after, Family.V6)));
    }

    private VpcEni assign(Query query, VpcEni before, AssignRequest request) throws Ec2Fault, IOException {
        if (request.isEmpty()) {
            throw Ec2Fault.of(
                    "MissingParameter", "The request must contain addresses, prefixes, or how many of them are wanted");
        }
        return cloud.change(query, vpc -> vpc.assign(before.name(), request)).eni(before.name());
    }

    private static List<Cidr> added(VpcEni before, VpcEni after, Family family) {
        return after.prefixes(family)
                .filter(prefix -> !before.prefixes().contains(prefix))
                .toList();
    }

    List<Xml> unassignV4(Query query) throws Ec2Fault, IOException {
        unassign(query, "PrivateIpAddress", "Ipv4Prefix", Family.V4);
        return List.of(Xml.of("return", true));
    }

    List<Xml> unassignV6(Query query) throws Ec2Fault, IOException {
        VpcEni eni = unassign(query, "Ipv6Addresses", "Ipv6Prefix", Family.V6);
        return List.of(
                Xml.of("networkInterfaceId", eni.id()),
                Xml.texts("unassignedIpv6Addresses", ips(query, "Ipv6Addresses", Family.V6)),
                Xml.texts("unassignedIpv6PrefixSet", prefixes(query, "Ipv6Prefix", Family.V6)));
    }

    private VpcEni unassign(Query query, String addresses, String prefixes, Family family)
            throws Ec2Fault, IOException {
        Vpc vpc = cloud.vpc();
        VpcEni eni = Cloud.eni(vpc, query);
        List<Cidr> owned = new ArrayList<>(prefixes(query, prefixes, family));
        ips(query, addresses, family).forEach(ip -> owned.add(ip.toCidr()));
        if (owned.isEmpty()) {
            throw Ec2Fault.missing(addresses);
        }
        List<Cidr> has = eni.owned().toList();
        List<Cidr> others = owned.stream().filter(each -> !has.contains(each)).toList();
        if (!others.isEmpty()) {
            throw Ec2Fault.of(
                    "InvalidParameterValue",
                    "Some of " + others.stream().map(Cidr::toIproute2).toList() + " are not assigned to interface "
                            + eni.id());
        }
        cloud.change(query, each -> each.unassign(eni.name(), owned));
        return eni;
    }

    private static List<Ip> ips(Query query, String name, Family family) throws Ec2Fault {
        List<Ip> ips = new ArrayList<>();
        for (String text : query.list(name)) {
            Ip ip = Cloud.ip(name, text);
            if (ip.family() != family) {
                throw Ec2Fault.invalid(name, text, "It is of the other family.");
            }
            ips.add(ip);
        }
        return ips;
    }

    private static List<Cidr> prefixes(Query query, String name, Family family) throws Ec2Fault {
        List<Cidr> prefixes = new ArrayList<>();
        for (String text : query.list(name)) {
            Cidr prefix = prefix(text);
            if (prefix.family() != family) {
                throw Ec2Fault.invalid(name, text, "It is of the other family.");
            }
            prefixes.add(prefix);
        }
        return prefixes;
    }

    static Cidr prefix(String text) throws Ec2Fault {
        return Cidr.tryParse(text).orElseThrow(() -> Ec2Fault.invalid("Prefix", text, "It is no CIDR block."));
    }
}
