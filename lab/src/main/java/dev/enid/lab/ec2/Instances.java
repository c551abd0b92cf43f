package dev.enid.lab.ec2;

import dev.enid.core.ip.Ip;
import dev.enid.lab.imds.LaunchFacts;
import dev.enid.lab.topology.ElasticIp;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcException;
import dev.enid.lab.topology.VpcInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** DescribeInstances and DescribeInstanceStatus. */
final class Instances {

    /** By the name of a filter. */
    private static final Map<String, Function<Seen, Stream<?>>> FILTERS = new TreeMap<>(Map.ofEntries(
            Map.entry("availability-zone", seen -> Stream.of(seen.instance.zone())),
            Map.entry("iam-instance-profile.arn", seen -> seen.instance.role().map(seen.facts::profileArn).stream()),
            Map.entry("image-id", seen -> Stream.of(seen.facts.imageId())),
            Map.entry("instance-id", seen -> Stream.of(seen.instance.id())),
            Map.entry(
                    "instance-state-code",
                    seen -> Stream.of(StateCode.of(seen.instance).code())),
            Map.entry(
                    "instance-state-name",
                    seen -> Stream.of(StateCode.of(seen.instance).word())),
            Map.entry("instance-type", seen -> Stream.of(seen.instance.type().name())),
            Map.entry("ip-address", seen -> seen.publicIp().stream()),
            Map.entry(
                    "network-interface.addresses.private-ip-address",
                    seen -> seen.enis().flatMap(eni -> eni.ipv4().stream())),
            Map.entry(
                    "network-interface.network-interface-id",
                    seen -> seen.enis().map(VpcEni::id)),
            Map.entry("owner-id", seen -> Stream.of(seen.facts.ownerId())),
            Map.entry(
                    "private-ip-address",
                    seen -> seen.primary().stream()
                            .flatMap(eni -> eni.ipv4().stream().limit(1))),
            Map.entry("subnet-id", seen -> seen.subnet().map(Subnet::id).stream()),
            Map.entry("vpc-id", seen -> Stream.of(seen.vpc.id()))));

    private static final List<String> OF_STATUS =
            List.of("availability-zone", "instance-state-code", "instance-state-name");

    /** One instance. */
    private record Seen(Vpc vpc, VpcInstance instance, LaunchFacts facts) {

        String id() {
            return instance.id();
        }

        Stream<VpcEni> enis() {
            return vpc.attached(instance.name()).stream();
        }

        /** A terminated instance has none. */
        Optional<VpcEni> primary() {
            return enis().findFirst();
        }

        Optional<Subnet> subnet() {
            return primary().map(vpc::subnet);
        }

        Optional<Ip> publicIp() {
            return primary()
                    .flatMap(eni -> eni.ipv4().stream().findFirst())
                    .flatMap(vpc::elasticIp)
                    .map(ElasticIp::publicIp);
        }

        Collection<String> values(String filter) {
            return Optional.ofNullable(FILTERS.get(filter)).stream()
                    .flatMap(value -> value.apply(this))
                    .map(Object::toString)
                    .toList();
        }
    }

    private final Cloud cloud;
    private final Interfaces interfaces;

    Instances(Cloud cloud, Interfaces interfaces) {
        this.cloud = cloud;
        this.interfaces = interfaces;
    }

    /** The instance of that id: other than on the command line, a name is none. */
    static VpcInstance named(Vpc vpc, String id) throws Ec2Fault {
        if (!id.matches("i-[0-9a-f]{8}([0-9a-f]{9})?")) {
            throw Ec2Fault.of("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
        }
        try {
            return vpc.instance(id);
        } catch (VpcException e) {
            throw Ec2Fault.of(e.code().ec2(), "The instance ID '" + id + "' does not exist");
        }
    }

    List<Xml> describe(Query query) throws Ec2Fault {
        Pages<Seen> page = page(query, FILTERS.keySet(), _ -> true);
        // The metadata service tells one reservation, too; one page has its part of it.
        List<Pages<Seen>> reservations = page.items().isEmpty() ? List.of() : List.of(page);
        return new Pages<>(reservations, page.next())
                .answer(
                        "reservationSet",
                        part -> List.of(
                                Xml.of("reservationId", cloud.facts().reservationId()),
                                Xml.of("ownerId", cloud.facts().ownerId()),
                                Xml.with("groupSet"),
                                Xml.set(
                                        "instancesSet",
                                        part.items(),
                                        seen -> describe(seen, StateCode.of(seen.instance)))));
    }

    List<Xml> describeStatus(Query query) throws Ec2Fault {
        boolean all = query.flag("IncludeAllInstances");
        return page(query, OF_STATUS, instance -> all || instance.running())
                .answer(
                        "instanceStatusSet",
                        seen -> List.of(
                                Xml.of("instanceId", seen.id()),
                                Xml.of("availabilityZone", seen.instance.zone()),
                                StateCode.of(seen.instance).xml("instanceState"),
                                status(seen, "instanceStatus"),
                                status(seen, "systemStatus")));
    }

    private static Xml status(Seen seen, String name) {
        if (!seen.instance.running()) {
            return Xml.with(name, Xml.of("status", "not-applicable"));
        }
        Xml passed = Xml.with("item", Xml.of("name", "reachability"), Xml.of("status", "passed"));
        return Xml.with(name, Xml.of("status", "ok"), Xml.with("details", passed));
    }

    private Pages<Seen> page(Query query, Collection<String> filterNames, Predicate<VpcInstance> told) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        List<String> ids = query.list("InstanceId");
        Collection<VpcInstance> asked = Cloud.asked(vpc, ids, vpc.instances().values(), Instances::named);
        Filters filters = Filters.of(query, filterNames);
        List<Seen> all = asked.stream()
                .filter(told)
                .map(instance -> new Seen(vpc, instance, cloud.facts()))
                .filter(seen -> filters.take(seen::values, cloud.records().tags(seen.id())))
                .sorted(Comparator.comparing(Seen::id))
                .toList();
        return Pages.of(query, all, Seen::id, !ids.isEmpty());
    }

    /** As a request that changes instances answers: they are on their way to what they are already. */
    Xml describe(Vpc vpc, List<VpcInstance> instances, StateCode state) {
        return Xml.set("instancesSet", instances, each -> describe(new Seen(vpc, each, cloud.facts()), state));
    }

    private List<Xml> describe(Seen seen, StateCode state) {
        VpcInstance instance = seen.instance;
        String region = Cloud.region(instance.zone());
        List<Xml> xml = new ArrayList<>();
        xml.add(Xml.of("instanceId", instance.id()));
        xml.add(Xml.of("imageId", seen.facts.imageId()));
        xml.add(Xml.of("instanceType", instance.type().name()));
        xml.add(state.xml("instanceState"));
        xml.add(Xml.of("launchTime", Cloud.time(cloud.records().launched(instance))));
        xml.add(Xml.with("placement", Xml.of("availabilityZone", instance.zone()), Xml.of("tenancy", "default")));
        xml.add(Xml.of("vpcId", seen.vpc.id()));
        seen.subnet().ifPresent(subnet -> xml.add(Xml.of("subnetId", subnet.id())));
        seen.primary().ifPresent(primary -> {
            primary.ipv4().stream().findFirst().ifPresent(ip -> {
                xml.add(Xml.of("privateIpAddress", ip));
                xml.add(Xml.of("privateDnsName", Cloud.dnsName(ip, region)));
            });
            primary.ipv6().stream().limit(1).forEach(ip -> xml.add(Xml.of("ipv6Address", ip)));
            xml.add(Xml.of("sourceDestCheck", primary.sourceDestCheck()));
        });
        seen.publicIp().ifPresent(ip -> {
            xml.add(Xml.of("ipAddress", ip));
            xml.add(Xml.of("dnsName", Cloud.publicDnsName(ip, region)));
        });
        instance.role()
                .ifPresent(role -> xml.add(Xml.with(
                        "iamInstanceProfile",
                        Xml.of("arn", seen.facts.profileArn(role)),
                        Xml.of("id", seen.facts.profileId(role)))));
        xml.add(cloud.groups());
        xml.add(Xml.set("networkInterfaceSet", seen.enis().toList(), eni -> interfaces.ofInstance(seen.vpc, eni)));
        xml.add(Cloud.tags(cloud.records().tags(instance.id())));
        return xml;
    }
}
