package dev.enid.lab.ec2;

import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.ElasticIp;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Elastic IPs: AllocateAddress, AssociateAddress, their opposites, and DescribeAddresses. */
final class ElasticAddresses {

    /** By the name of a filter. */
    private static final Map<String, Function<Seen, Stream<?>>> FILTERS = new TreeMap<>(Map.of(
            "allocation-id", seen -> Stream.of(seen.address.allocationId()),
            "association-id", seen -> seen.place().map(ElasticIp.Association::id),
            "domain", _ -> Stream.of("vpc"),
            "instance-id", seen -> seen.instance().stream(),
            "network-interface-id", seen -> seen.eni().stream().map(VpcEni::id),
            "private-ip-address", seen -> seen.place().map(ElasticIp.Association::privateIp),
            "public-ip", seen -> Stream.of(seen.address.publicIp())));

    private static final List<Xml> DONE = List.of(Xml.of("return", true));

    private final Cloud cloud;

    ElasticAddresses(Cloud cloud) {
        this.cloud = cloud;
    }

    private record Seen(Vpc vpc, ElasticIp address) {

        Stream<ElasticIp.Association> place() {
            return address.association().stream();
        }

        Optional<VpcEni> eni() {
            return address.association().flatMap(each -> vpc.holder(each.privateIp()));
        }

        Optional<String> instance() {
            return eni().flatMap(VpcEni::attachment)
                    .map(Attachment::instance)
                    .map(name -> vpc.instance(name).id());
        }

        Collection<String> values(String filter) {
            return Optional.ofNullable(FILTERS.get(filter)).stream()
                    .flatMap(value -> value.apply(this))
                    .map(Object::toString)
                    .toList();
        }
    }

    /** Without pages, as EC2 answers it. */
    List<Xml> describe(Query query) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        List<String> ids = query.list("AllocationId");
        Collection<ElasticIp> asked = Cloud.asked(vpc, ids, vpc.elasticIps().values(), ElasticAddresses::named);
        List<String> publicIps = query.list("PublicIp");
        for (String ip : publicIps) {
            named(vpc, Cloud.ip("PublicIp", ip));
        }
        Filters filters = Filters.of(query, FILTERS.keySet());
        return List.of(Xml.set(
                "addressesSet",
                asked.stream()
                        .filter(each -> publicIps.isEmpty()
                                || publicIps.contains(each.publicIp().toString()))
                        .map(each -> new Seen(vpc, each))
                        .filter(seen ->
                                filters.take(seen::values, cloud.records().tags(seen.address.allocationId())))
                        .sorted(Comparator.comparing(seen -> seen.address.allocationId()))
                        .toList(),
                this::describe));
    }

    private List<Xml> describe(Seen seen) {
        List<Xml> xml = new ArrayList<>(List.of(
                Xml.of("allocationId", seen.address.allocationId()),
                Xml.of("publicIp", seen.address.publicIp()),
                Xml.of("domain", "vpc"),
                Xml.of("publicIpv4Pool", "amazon"),
                Xml.of("networkBorderGroup", cloud.region()),
                Cloud.tags(cloud.records().tags(seen.address.allocationId()))));
        seen.address.association().ifPresent(place -> {
            xml.add(Xml.of("associationId", place.id()));
            xml.add(Xml.of("privateIpAddress", place.privateIp()));
            xml.add(Xml.of("networkInterfaceOwnerId", cloud.facts().ownerId()));
        });
        seen.eni().ifPresent(eni -> xml.add(Xml.of("networkInterfaceId", eni.id())));
        seen.instance().ifPresent(id -> xml.add(Xml.of("instanceId", id)));
        return xml;
    }

    private static ElasticIp named(Vpc vpc, String id) throws Ec2Fault {
        if (!id.matches("eipalloc-[0-9a-f]{8}([0-9a-f]{9})?")) {
            throw Ec2Fault.of("InvalidAllocationID.Malformed", "Invalid id: \"" + id + "\"");
        }
        return vpc.allocation(id);
    }

    private static ElasticIp named(Vpc vpc, Ip publicIp) throws Ec2Fault {
        return vpc.elasticIps().values().stream()
                .filter(each -> each.publicIp().equals(publicIp))
                .findFirst()
                .orElseThrow(() -> Ec2Fault.of("InvalidAddress.NotFound", "Address '" + publicIp + "' not found."));
    }

    /** By {@code AllocationId}, or by {@code PublicIp}. */
    private ElasticIp named(Query query) throws Ec2Fault {
        Optional<String> publicIp = query.text("PublicIp");
        return publicIp.isPresent() && query.text("AllocationId").isEmpty()
                ? named(cloud.vpc(), Cloud.ip("PublicIp", publicIp.get()))
                : named(cloud.vpc(), query.required("AllocationId"));
    }

    List<Xml> allocate(Query query) throws Ec2Fault, IOException {
        String domain = query.text("Domain").orElse("vpc");
        if (!domain.equals("vpc")) {
            throw Ec2Fault.invalid("Domain", domain, "It should be vpc.");
        }
        Optional<String> wanted = query.text("Address");
        Optional<Ip> ip = wanted.isPresent() ? Optional.of(Cloud.ip("Address", wanted.get())) : Optional.empty();
        Map<String, String> tags = Tags.specified(query, "elastic-ip");
        String id = cloud.records().newId("eipalloc");
        ElasticIp address = cloud.change(query, vpc -> vpc.allocate(id, ip)).allocation(id);
        Tags.put(cloud.records(), id, tags);
        return List.of(
                Xml.of("publicIp", address.publicIp()),
                Xml.of("allocationId", id),
                Xml.of("domain", "vpc"),
                Xml.of("publicIpv4Pool", "amazon"),
                Xml.of("networkBorderGroup", cloud.region()));
    }

    List<Xml> release(Query query) throws Ec2Fault, IOException {
        String id = named(query).allocationId();
        cloud.change(query, vpc -> vpc.release(id));
        return DONE;
    }

    /** With an ENI or an instance, of which it is the primary ENI. AllowReassociation is on unless it is switched off. */
    List<Xml> associate(Query query) throws Ec2Fault, IOException {
        Vpc vpc = cloud.vpc();
        String allocation = named(query).allocationId();
        Optional<String> instance = query.text("InstanceId");
        if (instance.isPresent() && query.text("NetworkInterfaceId").isPresent()) {
            throw Ec2Fault.of(
                    "InvalidParameterCombination", "You may specify either NetworkInterfaceId or InstanceId, not both");
        }
        String eni = (instance.isPresent() ? primary(vpc, instance.get()) : Cloud.eni(vpc, query)).name();
        Optional<String> text = query.text("PrivateIpAddress");
        Optional<Ip> ip = text.isPresent() ? Optional.of(Cloud.ip("PrivateIpAddress", text.get())) : Optional.empty();
        boolean again = query.bool("AllowReassociation").orElse(true);
        String id = cloud.records().newId("eipassoc");
        ElasticIp after = cloud.change(query, each -> each.associate(allocation, id, eni, ip, again))
                .allocation(allocation);
        List<Xml> answer = new ArrayList<>(DONE);
        after.association().ifPresent(place -> answer.add(Xml.of("associationId", place.id())));
        return answer;
    }

    private static VpcEni primary(Vpc vpc, String instance) throws Ec2Fault {
        return vpc.attached(Instances.named(vpc, instance).name()).stream()
                .findFirst()
                .orElseThrow(() -> Ec2Fault.of("InvalidInstanceID", "The instance '" + instance + "' has no ENI"));
    }

    List<Xml> disassociate(Query query) throws Ec2Fault, IOException {
        Optional<String> id = query.text("AssociationId")
                .or(() -> query.text("PublicIp")
                        .flatMap(ip -> cloud.vpc().elasticIps().values().stream()
                                .filter(each -> each.publicIp().toString().equals(ip))
                                .findFirst())
                        .flatMap(ElasticIp::association)
                        .map(ElasticIp.Association::id));
        if (id.isEmpty()) {
            throw Ec2Fault.missing("AssociationId");
        }
        cloud.change(query, vpc -> vpc.disassociate(id.get()));
        return DONE;
    }
}
