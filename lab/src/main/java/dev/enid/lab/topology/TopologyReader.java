package dev.enid.lab.topology;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Turns the tables of a topology file into a {@link Vpc}, and collects everything that is wrong on the way. */
final class TopologyReader {

    /** A name is also that of a link (IFNAMSIZ leaves 15 characters), of a host and of a file. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,14}");

    private static final Pattern ZONE = Pattern.compile("[a-z0-9-]{1,64}");
    private static final List<Cidr> DOCUMENTATION = List.of(
            Cidr.parse("192.0.2.0/24"),
            Cidr.parse("198.51.100.0/24"),
            Cidr.parse("203.0.113.0/24"),
            Cidr.parse("2001:db8::/32"),
            Cidr.parse("3fff::/20"));

    private final List<Problem> problems;
    private final SortedMap<String, Subnet> subnets = new TreeMap<>();
    private final SortedMap<String, VpcInstance> instances = new TreeMap<>();
    private final SortedMap<String, OutsideMachine> outside = new TreeMap<>();
    private final SortedMap<String, Section> portNames = new TreeMap<>();
    private List<Cidr> cidrs = List.of();
    private Identity identity = new Identity(1);

    TopologyReader(List<Problem> problems) {
        this.problems = problems;
    }

    /** What could be read; to be used only when no problem was found. */
    Vpc read(Section root) {
        identity = new Identity(root.seed("seed").orElse(1L));
        Optional<Section> vpc = root.section("vpc");
        if (vpc.isEmpty() && !root.has("vpc")) {
            root.problem("vpc", "is missing: [vpc] with cidrs = [\"10.0.0.0/16\"]");
        }
        vpc.ifPresent(this::readVpc);
        List<Section.Named> subnetSections = named(root, "subnets");
        List<Section.Named> instanceSections = named(root, "instances");
        List<Section.Named> eniSections = named(root, "enis");
        subnetSections.forEach(each -> readSubnet(each.name(), each.section()));
        instanceSections.forEach(each -> readInstance(each.name(), each.section()));
        named(root, "outside").forEach(each -> readOutside(each.name(), each.section()));
        Vpc empty = new Vpc(
                identity,
                identity.id("vpc", "vpc"),
                cidrs,
                subnets,
                instances,
                new TreeMap<>(),
                new RouteTableReader(identity, cidrs, subnets.keySet()).read(optional(root, "route-tables")),
                new TreeMap<>(),
                outside);
        Vpc read = new EniReader(empty, portNames).read(eniSections);
        checkPrimaries(read, instanceSections);
        checkRoutes(read, optional(root, "route-tables"));
        root.finish();
        return read;
    }

    private List<Section.Named> optional(Section root, String key) {
        return root.section(key).map(Section::sections).orElse(List.of()).stream()
                .filter(TopologyReader::nameFits)
                .toList();
    }

    private List<Section.Named> named(Section root, String key) {
        List<Section.Named> found = root.section(key).map(Section::sections).orElse(List.of());
        if (found.isEmpty() && !root.has(key) && !key.equals("outside")) {
            root.problem(key, "is missing: there must be at least one [" + key + ".NAME]");
        }
        return found.stream().filter(TopologyReader::nameFits).toList();
    }

    /** Whether a thing can be called so. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals("lo") && !name.equals("fabric");
    }

    private static boolean nameFits(Section.Named each) {
        boolean fits = NAME.matcher(each.name()).matches() && !each.name().equals("lo");
        if (!fits) {
            each.section()
                    .problem(
                            "",
                            "the name " + Quoted.of(each.name())
                                    + " should be at most 15 of a-z, 0-9 and -, and start with a letter");
        }
        return fits;
    }

    private void readVpc(Section section) {
        cidrs = section.texts("cidrs", Cidr::parse);
        for (Cidr cidr : cidrs) {
            boolean fits = cidr.family() == Family.V4
                    ? cidr.prefixLength() >= 16 && cidr.prefixLength() <= 28
                    : cidr.prefixLength() >= 44 && cidr.prefixLength() <= 60;
            if (!fits) {
                section.problem(
                        "cidrs", cidr + " does not fit: IPv4 networks are /16 to /28, IPv6 networks /44 to /60");
            }
            if (cidr.ip().isLinkLocal()
                    || cidr.ip().isLoopback()
                    || cidr.ip().isMulticast()
                    || cidr.ip().isUnspecified()) {
                section.problem("cidrs", cidr + " is not a network for hosts");
            }
        }
        if (cidrs.isEmpty()) {
            section.problem("cidrs", "should have at least one network, such as \"10.0.0.0/16\"");
        }
        overlaps(cidrs).ifPresent(text -> section.problem("cidrs", text));
        section.finish();
    }

    private static Optional<String> overlaps(List<Cidr> networks) {
        for (int i = 0; i < networks.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (overlap(networks.get(i), networks.get(j))) {
                    return Optional.of(networks.get(i) + " overlaps " + networks.get(j));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean overlap(Cidr a, Cidr b) {
        return a.contains(b) || b.contains(a);
    }

    private void readSubnet(String name, Section section) {
        String zone = zone(section);
        Optional<Cidr> ipv4 = section.text("ipv4", Cidr::parse);
        Optional<Cidr> ipv6 = section.text("ipv6", Cidr::parse);
        ipv4.filter(cidr -> cidr.family() != Family.V4 || cidr.prefixLength() < 16 || cidr.prefixLength() > 28)
                .ifPresent(cidr -> section.problem("ipv4", cidr + " should be an IPv4 network of /16 to /28"));
        ipv6.filter(cidr -> cidr.family() != Family.V6 || cidr.prefixLength() != 64)
                .ifPresent(cidr -> section.problem("ipv6", cidr + " should be an IPv6 network of /64"));
        if (!section.has("ipv4") && !section.has("ipv6")) {
            section.problem(
                    "", "should have a network: ipv4 = \"10.0.1.0/24\", ipv6 = \"2001:db8:100:1::/64\" or both");
        }
        Subnet subnet = new Subnet(name, identity.id("subnet", name), zone, ipv4, ipv6);
        subnet.cidrs().forEach(cidr -> {
            String key = cidr.family() == Family.V4 ? "ipv4" : "ipv6";
            if (!cidrs.isEmpty() && cidrs.stream().noneMatch(each -> each.contains(cidr))) {
                section.problem(key, cidr + " is not in the VPC's networks " + cidrs);
            }
            subnets.values()
                    .forEach(other -> other.cidrs()
                            .filter(each -> overlap(each, cidr))
                            .forEach(each ->
                                    section.problem(key, cidr + " overlaps " + each + " of subnet " + other.name())));
        });
        subnets.put(name, subnet);
        section.finish();
    }

    private static String zone(Section section) {
        Optional<String> zone = section.text("zone");
        if (zone.isPresent() && !ZONE.matcher(zone.get()).matches()) {
            section.problem("zone", Quoted.of(zone.get()) + " is not an availability zone such as eu-central-1a");
        }
        return zone.orElse("eu-central-1a");
    }

    private void readInstance(String name, Section section) {
        HostManager manager = section.word("manager", HostManager::parse, words(HostManager.values()))
                .orElse(HostManager.NETWORKD);
        LinkNaming naming = section.word("naming", LinkNaming::parse, words(LinkNaming.values()))
                .orElse(LinkNaming.ENS);
        if (name.equals("fabric")) {
            section.problem("", "the name fabric is that of the VPC's own namespace");
        }
        // The zone is that of the primary ENI's subnet: it is set when that is attached.
        instances.put(
                name,
                new VpcInstance(
                        name,
                        identity.id("i", name),
                        "",
                        manager,
                        naming,
                        type(name, section),
                        role(section),
                        InstanceState.RUNNING));
        section.finish();
    }

    private static Optional<String> role(Section section) {
        Optional<String> role = section.text("role", text -> {
            if (!text.isEmpty() && !VpcInstance.isRole(text)) {
                throw new IllegalArgumentException("should be the name of a role: at most 64 of letters, digits and"
                        + " +=,.@_-, or \"\" for none");
            }
            return text;
        });
        return Optional.of(role.orElse(VpcInstance.USUAL_ROLE)).filter(name -> !name.isEmpty());
    }

    /** One of EC2's, or one of the lab's own where the file sets limits. */
    private static InstanceType type(String instance, Section section) {
        InstanceType type = section.word("type", InstanceType::named, names(InstanceType.known()))
                .orElse(InstanceType.DEFAULT);
        Limits usual = type.limits();
        Limits limits = new Limits(
                section.number("network-cards", 1, 16).orElse(usual.networkCards()),
                section.number("enis-per-card", 1, 100).orElse(usual.enisPerCard()),
                section.number("addresses-per-eni", 1, 1000).orElse(usual.addressesPerEni()),
                section.number("prefixes-per-eni", 1, 1000).orElse(usual.prefixesPerEni()));
        return limits.equals(usual) ? type : new InstanceType("lab." + instance, limits);
    }

    private static List<String> names(List<InstanceType> types) {
        return types.stream().map(InstanceType::name).toList();
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(each -> each.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private void readOutside(String name, Section section) {
        List<Ip> addresses = section.texts("addresses", Ip::parse);
        Way way = section.word("by", Way::parse, words(Way.values())).orElse(Way.DIRECT_CONNECT);
        List<Ip> seen = new ArrayList<>();
        for (Ip ip : addresses) {
            if (DOCUMENTATION.stream().noneMatch(each -> each.contains(ip))) {
                section.problem(
                        "addresses",
                        ip
                                + " is not a documentation address (198.51.100.0/24, 203.0.113.0/24, 192.0.2.0/24, 2001:db8::/32, 3fff::/20)");
            }
            cidrs.stream()
                    .filter(each -> each.contains(ip))
                    .forEach(each -> section.problem("addresses", ip + " is inside of the VPC's network " + each));
            if (seen.stream().anyMatch(each -> each.family() == ip.family())) {
                section.problem("addresses", "should have at most one address of each family");
            }
            outside.values().stream()
                    .filter(other -> other.addresses().contains(ip))
                    .forEach(other -> section.problem("addresses", ip + " is " + other.name() + "'s already"));
            seen.add(ip);
        }
        if (addresses.isEmpty()) {
            section.problem("addresses", "should have an address, such as \"198.51.100.10\"");
        }
        if (instances.containsKey(name) || name.equals("fabric")) {
            section.problem("", "the name " + name + " is taken");
        }
        portNames.put(name, section);
        outside.put(name, new OutsideMachine(name, addresses, way));
        section.finish();
    }

    /** Routes to ENIs: those are known only when everything else is. */
    private static void checkRoutes(Vpc vpc, List<Section.Named> sections) {
        for (Section.Named each : sections) {
            for (VpcRoute route : vpc.routeTable(each.name()).routes()) {
                each.section().check("routes", () -> Routing.check(vpc, route));
            }
        }
    }

    private void checkPrimaries(Vpc vpc, List<Section.Named> sections) {
        for (Section.Named each : sections) {
            boolean primary = vpc.attached(each.name()).stream()
                    .anyMatch(eni -> eni.attachment().map(Attachment::primary).orElse(false));
            if (!primary && problems.isEmpty()) {
                each.section()
                        .problem(
                                "",
                                "should have a primary ENI: one with instance = \"" + each.name()
                                        + "\" and device-index = 0");
            }
        }
    }
}
