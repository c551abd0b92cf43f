package dev.enid.lab.ec2;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** DescribeVpcs, DescribeSubnets and CreateSubnet. */
final class Networks {

    /** EC2 keeps the first four addresses of a subnet and its last. */
    private static final int RESERVED = 5;

    private static final List<String> OF_SUBNETS = List.of(
            "availability-zone",
            "cidr-block",
            "ipv6-cidr-block-association.ipv6-cidr-block",
            "owner-id",
            "state",
            "subnet-id",
            "vpc-id");

    private static final List<String> OF_VPCS = List.of("cidr", "owner-id", "state", "vpc-id");

    private final Cloud cloud;

    Networks(Cloud cloud) {
        this.cloud = cloud;
    }

    List<Xml> describeVpcs(Query query) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        List<String> ids = query.list("VpcId");
        for (String id : ids) {
            if (!id.equals(vpc.id())) {
                throw Ec2Fault.of("InvalidVpcID.NotFound", "The vpc ID '" + id + "' does not exist");
            }
        }
        Filters filters = Filters.of(query, OF_VPCS);
        List<Vpc> all = Stream.of(vpc)
                .filter(each ->
                        filters.take(name -> of(each, name), cloud.records().tags(each.id())))
                .toList();
        return Pages.of(query, all, Vpc::id, !ids.isEmpty()).answer("vpcSet", this::describe);
    }

    private Collection<String> of(Vpc vpc, String filter) {
        return switch (filter) {
            case "cidr" -> networks(vpc, Family.V4).map(Cidr::toString).toList();
            case "owner-id" -> List.of(cloud.facts().ownerId());
            case "state" -> List.of("available");
            default -> List.of(vpc.id());
        };
    }

    private static Stream<Cidr> networks(Vpc vpc, Family family) {
        return vpc.cidrs().stream().filter(cidr -> cidr.family() == family);
    }

    private List<Xml> describe(Vpc vpc) {
        List<Xml> xml = new ArrayList<>(List.of(
                Xml.of("vpcId", vpc.id()),
                Xml.of("ownerId", cloud.facts().ownerId()),
                Xml.of("state", "available"),
                Xml.of("isDefault", false),
                Xml.of("instanceTenancy", "default"),
                Xml.set(
                        "cidrBlockAssociationSet",
                        networks(vpc, Family.V4).toList(),
                        cidr -> List.of(
                                Xml.of("cidrBlock", cidr), Xml.with("cidrBlockState", Xml.of("state", "associated")))),
                Xml.set(
                        "ipv6CidrBlockAssociationSet",
                        networks(vpc, Family.V6).toList(),
                        cidr -> List.of(
                                Xml.of("ipv6CidrBlock", cidr),
                                Xml.with("ipv6CidrBlockState", Xml.of("state", "associated")))),
                Cloud.tags(cloud.records().tags(vpc.id()))));
        networks(vpc, Family.V4).limit(1).forEach(cidr -> xml.add(Xml.of("cidrBlock", cidr)));
        return xml;
    }

    List<Xml> describeSubnets(Query query) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        List<String> ids = query.list("SubnetId");
        Collection<Subnet> asked = Cloud.asked(vpc, ids, vpc.subnets().values(), Networks::subnet);
        Filters filters = Filters.of(query, OF_SUBNETS);
        List<Subnet> all = asked.stream()
                .filter(each -> filters.take(
                        name -> of(vpc, each, name), cloud.records().tags(each.id())))
                .sorted(Comparator.comparing(Subnet::id))
                .toList();
        return Pages.of(query, all, Subnet::id, !ids.isEmpty()).answer("subnetSet", each -> describe(vpc, each));
    }

    /** The subnet of that id: other than on the command line, a name is none. */
    static Subnet subnet(Vpc vpc, String id) throws Ec2Fault {
        return vpc.subnets().values().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Ec2Fault.of(
                        VpcException.Code.SUBNET_NOT_FOUND.ec2(), "The subnet ID '" + id + "' does not exist"));
    }

    private Collection<String> of(Vpc vpc, Subnet subnet, String filter) {
        return switch (filter) {
            case "availability-zone" -> List.of(subnet.zone());
            case "cidr-block" -> subnet.ipv4().stream().map(Cidr::toString).toList();
            case "ipv6-cidr-block-association.ipv6-cidr-block" ->
                subnet.ipv6().stream().map(Cidr::toString).toList();
            case "owner-id" -> List.of(cloud.facts().ownerId());
            case "state" -> List.of("available");
            case "subnet-id" -> List.of(subnet.id());
            default -> List.of(vpc.id());
        };
    }

    private List<Xml> describe(Vpc vpc, Subnet subnet) {
        List<Xml> xml = new ArrayList<>(List.of(
                Xml.of("subnetId", subnet.id()),
                Xml.of("vpcId", vpc.id()),
                Xml.of("ownerId", cloud.facts().ownerId()),
                Xml.of("state", "available"),
                Xml.of("availabilityZone", subnet.zone()),
                Xml.of("defaultForAz", false),
                Xml.of("mapPublicIpOnLaunch", false),
                Xml.of("assignIpv6AddressOnCreation", false),
                Xml.of("ipv6Native", subnet.ipv6Only()),
                Xml.of("availableIpAddressCount", free(vpc, subnet)),
                Xml.set(
                        "ipv6CidrBlockAssociationSet",
                        subnet.ipv6().stream().toList(),
                        cidr -> List.of(
                                Xml.of("ipv6CidrBlock", cidr),
                                Xml.with("ipv6CidrBlockState", Xml.of("state", "associated")))),
                Cloud.tags(cloud.records().tags(subnet.id()))));
        subnet.ipv4().ifPresent(cidr -> xml.add(Xml.of("cidrBlock", cidr)));
        return xml;
    }

    /** In the named zone, or in the first subnet's. */
    List<Xml> createSubnet(Query query) throws Ec2Fault, IOException {
        Vpc vpc = cloud.vpc();
        String of = query.required("VpcId");
        if (!of.equals(vpc.id())) {
            throw Ec2Fault.of("InvalidVpcID.NotFound", "The vpc ID '" + of + "' does not exist");
        }
        Optional<Cidr> ipv4 = cidr(query, "CidrBlock", Family.V4, 16, 28);
        Optional<Cidr> ipv6 = cidr(query, "Ipv6CidrBlock", Family.V6, 64, 64);
        if (ipv4.isEmpty() && ipv6.isEmpty()) {
            throw Ec2Fault.missing("CidrBlock");
        }
        String zone = query.text("AvailabilityZone")
                .orElse(vpc.subnets().firstEntry().getValue().zone());
        if (!zone.matches(Pattern.quote(cloud.region()) + "[a-z]")) {
            throw Ec2Fault.invalid("AvailabilityZone", zone, "The lab is in " + cloud.region() + ".");
        }
        Map<String, String> tags = Tags.specified(query, "subnet");
        String id = cloud.records().newId("subnet");
        Subnet subnet = new Subnet(freeName(vpc), id, zone, ipv4, ipv6);
        Vpc after = cloud.change(query, each -> each.create(subnet));
        Tags.put(cloud.records(), id, tags);
        return List.of(Xml.of("subnet", describe(after, subnet)));
    }

    private static String freeName(Vpc vpc) {
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> "subnet" + i)
                .filter(each -> !vpc.subnets().containsKey(each))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Cidr> cidr(Query query, String name, Family family, int widest, int narrowest)
            throws Ec2Fault {
        Optional<String> text = query.text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Cidr cidr = cidr(name, text.get(), family);
        if (cidr.prefixLength() < widest || cidr.prefixLength() > narrowest) {
            throw Ec2Fault.of(
                    VpcException.Code.SUBNET_RANGE.ec2(),
                    "The CIDR '" + cidr + "' is invalid: it is /" + widest + " to /" + narrowest);
        }
        return Optional.of(cidr);
    }

    static Cidr cidr(String name, String text, Family family) throws Ec2Fault {
        try {
            Cidr cidr = Cidr.parse(text);
            if (cidr.family() == family) {
                return cidr;
            }
        } catch (IllegalArgumentException _) {
            // As wrong as one of the other family.
        }
        throw Ec2Fault.invalid(name, text, "This is not a valid " + family.keyword() + " CIDR block.");
    }

    /** Of IPv4, where a prefix takes all of its 16. */
    private static long free(Vpc vpc, Subnet subnet) {
        if (subnet.ipv4().isEmpty()) {
            return 0;
        }
        Cidr network = subnet.ipv4().get();
        long taken = vpc.enis().values().stream()
                .filter(eni -> eni.subnet().equals(subnet.name()))
                .mapToLong(
                        eni -> eni.ipv4().size() + 16 * eni.prefixes(Family.V4).count())
                .sum();
        return (1L << (32 - network.prefixLength())) - RESERVED - taken;
    }
}
