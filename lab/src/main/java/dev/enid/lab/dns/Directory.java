package dev.enid.lab.dns;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.ElasticIp;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcInstance;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;

/**
 * All that a VPC's DNS knows, as zones with records.
 *
 * <ul>
 *   <li>each private IPv4 address by its own name, as DescribeNetworkInterfaces tells it;
 *   <li>each instance by its id, with the addresses of its primary ENI;
 *   <li>each associated Elastic IP by its public name, with the private address: inside of a VPC that is what it stands for;
 *   <li>the way back, within the VPC's networks.
 * </ul>
 */
final class Directory {

    /** Seconds, as Amazon's own answers have it. */
    static final long TTL = 60;

    private static final long REFRESH = 3600;
    /** As in Amazon's own; nothing depends on it. */
    private static final long SERIAL = 2012103100;

    private static final Name HOSTMASTER = name("hostmaster.amazon.com");

    private final Set<Name> zones = new TreeSet<>();
    private final Map<Name, List<Record>> records = new HashMap<>();
    /** Names that have nothing, or nothing yet, but names below them (RFC 8020). */
    private final Set<Name> inner = new HashSet<>();

    private Directory() {}

    static Directory of(Vpc vpc) {
        Directory directory = new Directory();
        vpc.subnets().values().forEach(subnet -> {
            HostNames names = HostNames.ofZone(subnet.zone());
            directory.zones.add(name(names.domain()));
            directory.zones.add(name(names.publicDomain()));
        });
        vpc.cidrs().forEach(cidr -> directory.zones.add(reverseZone(cidr)));
        vpc.enis().values().forEach(eni -> directory.addresses(vpc, eni));
        vpc.instances().values().forEach(instance -> directory.instance(vpc, instance));
        vpc.elasticIps().values().forEach(each -> directory.elastic(vpc, each));
        directory.records.keySet().forEach(directory::addInner);
        return directory;
    }

    private void addresses(Vpc vpc, VpcEni eni) {
        HostNames names = HostNames.ofZone(vpc.subnet(eni).zone());
        for (Ip ip : eni.ipv4()) {
            Name name = name(names.of(ip));
            add(address(name, ip));
            add(pointer(ip, name));
        }
    }

    private void instance(Vpc vpc, VpcInstance instance) {
        Name name = name(HostNames.ofZone(instance.zone()).of(instance.id()));
        vpc.attached(instance.name()).stream().findFirst().ifPresent(primary -> {
            primary.ipv4().stream().findFirst().ifPresent(ip -> add(address(name, ip)));
            primary.ipv6().forEach(ip -> {
                add(address(name, ip));
                add(pointer(ip, name));
            });
        });
    }

    private void elastic(Vpc vpc, ElasticIp elastic) {
        elastic.association()
                .map(ElasticIp.Association::privateIp)
                .ifPresent(ip -> vpc.enis().values().stream()
                        .filter(eni -> eni.ipv4().contains(ip))
                        .findFirst()
                        .ifPresent(eni -> {
                            HostNames names = HostNames.ofZone(vpc.subnet(eni).zone());
                            add(address(name(names.ofPublic(elastic.publicIp())), ip));
                        }));
    }

    private void add(Record record) {
        records.computeIfAbsent(record.getName(), _ -> new ArrayList<>()).add(record);
    }

    private void addInner(Name name) {
        Optional<Name> zone = zone(name);
        Name at = name;
        while (zone.isPresent() && !at.equals(zone.get())) {
            at = new Name(at, 1);
            inner.add(at);
        }
        inner.addAll(zones);
    }

    /** The zone that a name is in; empty for what this server knows nothing of. */
    Optional<Name> zone(Name name) {
        return zones.stream().filter(name::subdomain).findFirst();
    }

    List<Record> records(Name name) {
        return records.getOrDefault(name, List.of());
    }

    /** Whether there is such a name, though it may have no record. */
    boolean knows(Name name) {
        return records.containsKey(name) || inner.contains(name);
    }

    /** What goes with an answer that says no: how long that may be believed (RFC 2308). */
    static Record authority(Name zone) {
        try {
            return new SOARecord(
                    zone, DClass.IN, TTL, new Name("ns0", zone), HOSTMASTER, SERIAL, REFRESH, REFRESH, REFRESH, TTL);
        } catch (TextParseException e) {
            throw new IllegalStateException("a zone whose name is too long: " + zone, e);
        }
    }

    private static Record address(Name name, Ip ip) {
        return ip.family() == Family.V4
                ? new ARecord(name, DClass.IN, TTL, address(ip))
                : new AAAARecord(name, DClass.IN, TTL, address(ip));
    }

    private static Record pointer(Ip ip, Name to) {
        return new PTRRecord(ReverseMap.fromAddress(address(ip)), DClass.IN, TTL, to);
    }

    static InetAddress address(Ip ip) {
        try {
            return InetAddress.getByAddress(ip.toBytes());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 or 16 bytes", e);
        }
    }

    /** The nearest one around the network: of whole bytes of IPv4, of half bytes of IPv6. */
    private static Name reverseZone(Cidr cidr) {
        boolean v4 = cidr.family() == Family.V4;
        int bits = v4 ? 8 : 4;
        int labels = (cidr.family().bits() - cidr.prefixLength() + bits - 1) / bits;
        return new Name(ReverseMap.fromAddress(address(cidr.ip())), labels);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("no name for DNS: " + text, e);
        }
    }
}
