package dev.enid.lab.ec2;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.imds.LaunchFacts;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.ElasticIp;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** DescribeNetworkInterfaces and DescribeNetworkInterfaceAttribute, and ENIs as other answers describe them. */
final class Interfaces {

    private final Cloud cloud;

    Interfaces(Cloud cloud) {
        this.cloud = cloud;
    }

    /** InstanceNetworkInterface of the API Reference has not got these of NetworkInterface. */
    private static final Set<String> NOT_OF_INSTANCES = Set.of("availabilityZone", "requesterManaged", "tagSet");

    /** By the name of a filter. */
    private static final Map<String, Function<Seen, Stream<?>>> FILTERS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "addresses.association.public-ip", seen -> seen.elasticIps().map(ElasticIp::publicIp)),
            Map.entry("addresses.primary", seen -> seen.eni.ipv4().isEmpty() ? Stream.of() : Stream.of(true)),
            Map.entry("addresses.private-ip-address", seen -> seen.eni.ipv4().stream()),
            Map.entry("attachment.attachment-id", seen -> seen.attached.stream().map(Records.Attached::id)),
            Map.entry(
                    "attachment.delete-on-termination",
                    seen -> seen.attached.stream().map(Records.Attached::deleteOnTermination)),
            Map.entry(
                    "attachment.device-index",
                    seen -> seen.eni.attachment().stream().map(Attachment::deviceIndex)),
            Map.entry(
                    "attachment.instance-id",
                    seen -> seen.eni.attachment().stream().map(place -> instanceId(seen.vpc, place))),
            Map.entry(
                    "attachment.instance-owner-id",
                    seen -> seen.eni.attachment().stream().map(_ -> seen.facts.ownerId())),
            Map.entry(
                    "attachment.status", seen -> seen.eni.attachment().stream().map(Interfaces::status)),
            Map.entry("association.allocation-id", seen -> seen.elasticIps().map(ElasticIp::allocationId)),
            Map.entry("association.public-ip", seen -> seen.elasticIps().map(ElasticIp::publicIp)),
            Map.entry("availability-zone", seen -> Stream.of(seen.subnet().zone())),
            Map.entry("description", seen -> Stream.of(seen.description)),
            Map.entry("group-id", seen -> Stream.of(seen.facts.securityGroupId())),
            Map.entry("group-name", seen -> Stream.of(seen.facts.securityGroup())),
            Map.entry("interface-type", seen -> Stream.of(type(seen.eni))),
            Map.entry("ipv6-addresses.ipv6-address", seen -> seen.eni.ipv6().stream()),
            Map.entry("mac-address", seen -> Stream.of(seen.eni.mac())),
            Map.entry("network-interface-id", seen -> Stream.of(seen.eni.id())),
            Map.entry("owner-id", seen -> Stream.of(seen.facts.ownerId())),
            Map.entry("private-dns-name", seen -> seen.dnsName().stream()),
            Map.entry("private-ip-address", seen -> seen.eni.ipv4().stream().limit(1)),
            Map.entry("requester-managed", _ -> Stream.of(false)),
            Map.entry("source-dest-check", seen -> Stream.of(seen.eni.sourceDestCheck())),
            Map.entry("status", seen -> Stream.of(status(seen.eni))),
            Map.entry("subnet-id", seen -> Stream.of(seen.subnet().id())),
            Map.entry("vpc-id", seen -> Stream.of(seen.vpc.id()))));

    /** One ENI, with what the API keeps beside it. */
    private record Seen(
            Vpc vpc, VpcEni eni, Optional<Records.Attached> attached, String description, LaunchFacts facts) {

        Subnet subnet() {
            return vpc.subnet(eni);
        }

        String region() {
            return Cloud.region(subnet().zone());
        }

        Optional<String> dnsName() {
            return eni.ipv4().stream().findFirst().map(ip -> Cloud.dnsName(ip, region()));
        }

        Stream<ElasticIp> elasticIps() {
            return eni.ipv4().stream().flatMap(ip -> vpc.elasticIp(ip).stream());
        }

        /** Of an address that an Elastic IP stands for. */
        Optional<Xml> association(Ip ip) {
            return vpc.elasticIp(ip)
                    .map(each -> Xml.with(
                            "association",
                            Xml.of("allocationId", each.allocationId()),
                            Xml.of(
                                    "associationId",
                                    each.association().orElseThrow().id()),
                            Xml.of("ipOwnerId", facts.ownerId()),
                            Xml.of("publicDnsName", Cloud.publicDnsName(each.publicIp(), region())),
                            Xml.of("publicIp", each.publicIp())));
        }
    }

    private Seen see(Vpc vpc, VpcEni eni) {
        return new Seen(
                vpc, eni, cloud.records().attachment(eni), cloud.records().description(eni), cloud.facts());
    }

    List<Xml> describe(Query query) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        List<String> ids = query.list("NetworkInterfaceId");
        Collection<VpcEni> asked = Cloud.asked(vpc, ids, vpc.enis().values(), Cloud::eni);
        Filters filters = Filters.of(query, FILTERS.keySet());
        List<Seen> all = asked.stream()
                .map(eni -> see(vpc, eni))
                .filter(seen -> filters.take(
                        name -> values(seen, name),
                        cloud.records().tags(seen.eni.id().text())))
                .sorted(Comparator.comparing(seen -> seen.eni.id().text()))
                .toList();
        return Pages.of(query, all, seen -> seen.eni.id().text(), !ids.isEmpty())
                .answer("networkInterfaceSet", this::describe);
    }

    private static Collection<String> values(Seen seen, String filter) {
        return Optional.ofNullable(FILTERS.get(filter)).stream()
                .flatMap(value -> value.apply(seen))
                .map(Object::toString)
                .toList();
    }

    /** As a description of itself has it. */
    List<Xml> describe(Vpc vpc, VpcEni eni) {
        return describe(see(vpc, eni));
    }

    private List<Xml> describe(Seen seen) {
        VpcEni eni = seen.eni;
        List<Xml> xml = new ArrayList<>();
        xml.add(Xml.of("networkInterfaceId", eni.id()));
        xml.add(Xml.of("subnetId", seen.subnet().id()));
        xml.add(Xml.of("vpcId", seen.vpc.id()));
        xml.add(Xml.of("availabilityZone", seen.subnet().zone()));
        xml.add(Xml.of("description", seen.description));
        xml.add(Xml.of("ownerId", seen.facts.ownerId()));
        xml.add(Xml.of("requesterManaged", false));
        xml.add(Xml.of("status", status(eni)));
        xml.add(Xml.of("macAddress", eni.mac()));
        eni.ipv4().stream().limit(1).forEach(ip -> xml.add(Xml.of("privateIpAddress", ip)));
        eni.ipv4().stream().findFirst().flatMap(seen::association).ifPresent(xml::add);
        seen.dnsName().ifPresent(name -> xml.add(Xml.of("privateDnsName", name)));
        xml.add(Xml.of("sourceDestCheck", eni.sourceDestCheck()));
        xml.add(Xml.of("interfaceType", type(eni)));
        xml.add(cloud.groups());
        eni.attachment().ifPresent(place -> xml.add(Xml.of("attachment", attachment(seen, place))));
        xml.add(Cloud.tags(cloud.records().tags(eni.id().text())));
        xml.addAll(addresses(seen));
        return xml;
    }

    List<Xml> describeAttribute(Query query) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        Seen seen = see(vpc, Cloud.eni(vpc, query));
        String attribute = query.required("Attribute");
        List<Xml> answer = new ArrayList<>(List.of(Xml.of("networkInterfaceId", seen.eni.id())));
        switch (attribute) {
            case "attachment" ->
                seen.eni.attachment().ifPresent(place -> answer.add(Xml.of(attribute, attachment(seen, place))));
            case "description" -> answer.add(Xml.with(attribute, Xml.of("value", seen.description)));
            case "groupSet" -> answer.add(cloud.groups());
            case "sourceDestCheck" -> answer.add(Xml.with(attribute, Xml.of("value", seen.eni.sourceDestCheck())));
            default ->
                throw Ec2Fault.invalid(
                        "Attribute", attribute, "It is attachment, description, groupSet or sourceDestCheck.");
        }
        return answer;
    }

    private static List<Xml> addresses(Seen seen) {
        VpcEni eni = seen.eni;
        return List.of(
                Xml.set("privateIpAddressesSet", eni.ipv4(), ip -> {
                    List<Xml> item = new ArrayList<>(List.of(
                            Xml.of("privateIpAddress", ip),
                            Xml.of("privateDnsName", Cloud.dnsName(ip, seen.region())),
                            Xml.of("primary", isFirst(eni, ip))));
                    seen.association(ip).ifPresent(item::add);
                    return item;
                }),
                Xml.set("ipv6AddressesSet", eni.ipv6(), ip -> List.of(Xml.of("ipv6Address", ip))),
                prefixes(eni, Family.V4),
                prefixes(eni, Family.V6));
    }

    private static boolean isFirst(VpcEni eni, Ip ip) {
        return eni.ipv4().getFirst().equals(ip);
    }

    private static Xml prefixes(VpcEni eni, Family family) {
        return prefixes(
                family == Family.V4 ? "ipv4PrefixSet" : "ipv6PrefixSet",
                family,
                eni.prefixes(family).toList());
    }

    static Xml prefixes(String name, Family family, List<Cidr> prefixes) {
        return Xml.set(
                name, prefixes, prefix -> List.of(Xml.of(family == Family.V4 ? "ipv4Prefix" : "ipv6Prefix", prefix)));
    }

    /** What a description of an instance tells of its ENIs: less, since the rest is the instance's own. */
    List<Xml> ofInstance(Vpc vpc, VpcEni eni) {
        return describe(vpc, eni).stream()
                .filter(each -> !NOT_OF_INSTANCES.contains(each.name()))
                .map(Interfaces::ofInstance)
                .toList();
    }

    private static Xml ofInstance(Xml each) {
        return switch (each) {
            case Xml.Leaf leaf -> leaf;
            case Xml.Parent(String name, List<Xml> parts)
            when name.equals("attachment") ->
                Xml.of(
                        name,
                        parts.stream()
                                .filter(part -> !part.name().startsWith("instance"))
                                .toList());
            case Xml.Parent(String name, List<Xml> parts)
            when name.equals("association") ->
                Xml.of(
                        name,
                        parts.stream()
                                .filter(part -> !part.name().endsWith("ationId"))
                                .toList());
            case Xml.Parent(String name, List<Xml> parts) ->
                Xml.of(name, parts.stream().map(Interfaces::ofInstance).toList());
        };
    }

    private static List<Xml> attachment(Seen seen, Attachment place) {
        List<Xml> xml = new ArrayList<>();
        seen.attached.ifPresent(attached -> {
            xml.add(Xml.of("attachmentId", attached.id()));
            xml.add(Xml.of("attachTime", Cloud.time(attached.at())));
            xml.add(Xml.of("deleteOnTermination", attached.deleteOnTermination()));
        });
        xml.add(Xml.of("deviceIndex", place.deviceIndex()));
        xml.add(Xml.of("networkCardIndex", place.networkCard()));
        xml.add(Xml.of("instanceId", instanceId(seen.vpc, place)));
        xml.add(Xml.of("instanceOwnerId", seen.facts.ownerId()));
        xml.add(Xml.of("status", status(place)));
        return xml;
    }

    private static String instanceId(Vpc vpc, Attachment place) {
        return vpc.instance(place.instance()).id();
    }

    private static String status(Attachment place) {
        return place.state().name().toLowerCase(Locale.ROOT);
    }

    private static String status(VpcEni eni) {
        return eni.attachment()
                .map(place -> place.state() == Attachment.State.ATTACHED ? "in-use" : status(place))
                .orElse("available");
    }

    private static String type(VpcEni eni) {
        return eni.efaOnly() ? "efa-only" : "interface";
    }
}
