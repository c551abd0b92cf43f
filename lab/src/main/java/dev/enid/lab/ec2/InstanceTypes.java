package dev.enid.lab.ec2;

import dev.enid.lab.topology.InstanceType;
import dev.enid.lab.topology.Limits;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** DescribeInstanceTypes: of a type its network alone. */
final class InstanceTypes {

    private static final List<String> FILTERS = List.of(
            "current-generation",
            "instance-type",
            "network-info.maximum-network-cards",
            "network-info.maximum-network-interfaces");

    private final Cloud cloud;

    InstanceTypes(Cloud cloud) {
        this.cloud = cloud;
    }

    /** EC2's that the lab knows, and the lab's own, of instances whose limits are in the topology. */
    static List<InstanceType> all(Vpc vpc) {
        return Stream.concat(
                        InstanceType.known().stream(),
                        vpc.instances().values().stream().map(VpcInstance::type))
                .distinct()
                .sorted(Comparator.comparing(InstanceType::name))
                .toList();
    }

    static InstanceType named(Vpc vpc, String name) throws Ec2Fault {
        return all(vpc).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Ec2Fault.of(
                        "InvalidInstanceType",
                        "The following supplied instance types do not exist: [" + name + "]; the lab has "
                                + String.join(
                                        ", ",
                                        all(vpc).stream()
                                                .map(InstanceType::name)
                                                .toList())));
    }

    List<Xml> describe(Query query) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        List<String> names = query.list("InstanceType");
        Collection<InstanceType> asked = Cloud.asked(vpc, names, all(vpc), InstanceTypes::named);
        Filters filters = Filters.of(query, FILTERS);
        List<InstanceType> all = asked.stream()
                .filter(each -> filters.take(name -> of(each, name), java.util.Map.of()))
                .toList();
        return Pages.of(query, all, InstanceType::name, !names.isEmpty())
                .answer("instanceTypeSet", InstanceTypes::describe);
    }

    private static Collection<String> of(InstanceType type, String filter) {
        return List.of(
                switch (filter) {
                    case "current-generation" -> "true";
                    case "network-info.maximum-network-cards" ->
                        Integer.toString(type.limits().networkCards());
                    case "network-info.maximum-network-interfaces" -> Integer.toString(interfaces(type.limits()));
                    default -> type.name();
                });
    }

    private static int interfaces(Limits limits) {
        return limits.networkCards() * limits.enisPerCard();
    }

    private static List<Xml> describe(InstanceType type) {
        Limits limits = type.limits();
        List<Xml> network = new ArrayList<>(List.of(
                Xml.of("maximumNetworkInterfaces", interfaces(limits)),
                Xml.of("maximumNetworkCards", limits.networkCards()),
                Xml.of("defaultNetworkCardIndex", 0),
                Xml.set(
                        "networkCards",
                        IntStream.range(0, limits.networkCards()).boxed().toList(),
                        card -> List.of(
                                Xml.of("networkCardIndex", card),
                                Xml.of("maximumNetworkInterfaces", limits.enisPerCard()))),
                Xml.of("ipv4AddressesPerInterface", limits.addressesPerEni()),
                Xml.of("ipv6AddressesPerInterface", limits.addressesPerEni()),
                Xml.of("ipv6Supported", true),
                Xml.of("enaSupport", "required")));
        return List.of(
                Xml.of("instanceType", type.name()),
                Xml.of("currentGeneration", true),
                Xml.of("hypervisor", "nitro"),
                Xml.of("networkInfo", network));
    }
}
