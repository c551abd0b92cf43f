package dev.enid.lab.topology;

import static dev.enid.lab.topology.VpcException.Code.ENI_NOT_FOUND;
import static dev.enid.lab.topology.VpcException.Code.INSTANCE_NOT_FOUND;
import static dev.enid.lab.topology.VpcException.Code.SUBNET_NOT_FOUND;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.ip.Quoted;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A VPC and the machines outside that it can reach. Maps are by name, sorted; Elastic IPs, which have none, by allocation id.
 *
 * @param id {@code vpc-0a1b2c3d4e5f60718}
 * @param cidrs its networks, IPv4 and IPv6
 */
public record Vpc(
        Identity identity,
        String id,
        List<Cidr> cidrs,
        SortedMap<String, Subnet> subnets,
        SortedMap<String, VpcInstance> instances,
        SortedMap<String, VpcEni> enis,
        SortedMap<String, RouteTable> routeTables,
        SortedMap<String, ElasticIp> elasticIps,
        SortedMap<String, OutsideMachine> outside) {

    /** Where IMDS answers over IPv4. */
    public static final Ip IMDS_V4 = Ip.parse("169.254.169.254");
    /** Where IMDS answers over IPv6. */
    public static final Ip IMDS_V6 = Ip.parse("fd00:ec2::254");
    /** Where DNS answers over IPv4, beside {@link #resolverV4}. */
    public static final Ip RESOLVER_LINK_LOCAL = Ip.parse("169.254.169.253");
    /** Where DNS answers over IPv6. */
    public static final Ip RESOLVER_V6 = Ip.parse("fd00:ec2::253");
    /** The VPC's own services over IPv4, as a host sees them whose ENI has no other IPv4 address: on the link. */
    public static final Cidr SERVICES_LINK_LOCAL = Cidr.parse("169.254.0.0/16");
    /** The DHCP server of ENIs without IPv4. */
    public static final Ip SERVER_LINK_LOCAL = Ip.parse("169.254.0.1");
    /** The VPC router's link-local address, the same in every subnet. */
    public static final Ip GATEWAY_V6 = Ip.parse("fe80:ec2::1");
    /** The router that a host sees is the same by every ENI. Locally administered. */
    public static final Mac ROUTER_MAC = Mac.parse("06:ec:20:00:00:01");

    private static final Comparator<VpcEni> BY_PLACE = Comparator.comparingInt(eni -> eni.attachment()
            .map(each -> 100 * each.networkCard() + each.deviceIndex())
            .orElse(Integer.MAX_VALUE));

    public Vpc {
        cidrs = List.copyOf(cidrs);
        subnets = Collections.unmodifiableSortedMap(new TreeMap<>(subnets));
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
        enis = Collections.unmodifiableSortedMap(new TreeMap<>(enis));
        routeTables = Collections.unmodifiableSortedMap(new TreeMap<>(routeTables));
        elasticIps = Collections.unmodifiableSortedMap(new TreeMap<>(elasticIps));
        outside = Collections.unmodifiableSortedMap(new TreeMap<>(outside));
    }

    /**
     * The instance of that name or id.
     *
     * @throws VpcException when there is none
     */
    public VpcInstance instance(String nameOrId) {
        return instances.values().stream()
                .filter(each -> each.name().equals(nameOrId) || each.id().equals(nameOrId))
                .findFirst()
                .orElseThrow(
                        () -> new VpcException(INSTANCE_NOT_FOUND, unknown("instance", nameOrId, instances.keySet())));
    }

    /**
     * The ENI of that name, id or MAC address.
     *
     * @throws VpcException when there is none
     */
    public VpcEni eni(String nameOrId) {
        return enis.values().stream()
                .filter(each -> each.name().equals(nameOrId)
                        || each.id().text().equals(nameOrId)
                        || each.mac().toString().equals(nameOrId))
                .findFirst()
                .orElseThrow(() -> new VpcException(ENI_NOT_FOUND, unknown("ENI", nameOrId, enis.keySet())));
    }

    private static String unknown(String kind, String name, Collection<String> known) {
        return "no " + kind + " " + Quoted.of(name) + "; there "
                + (known.isEmpty() ? "is none" : (known.size() == 1 ? "is " : "are ") + String.join(", ", known));
    }

    /** Where DNS answers first of all: the base of the first IPv4 network plus two; absent without IPv4. */
    public Optional<Ip> resolverV4() {
        return cidrs.stream()
                .filter(cidr -> cidr.family() == Family.V4)
                .map(cidr -> cidr.ip().plus(2))
                .findFirst();
    }

    /** Every address that DNS answers at. */
    public List<Ip> resolvers() {
        return Stream.concat(resolverV4().stream(), Stream.of(RESOLVER_LINK_LOCAL, RESOLVER_V6))
                .toList();
    }

    /** The instance's ENIs by network card and device index, so the primary is first. */
    public List<VpcEni> attached(String instance) {
        return enis.values().stream()
                .filter(eni -> eni.attachedTo(instance))
                .sorted(BY_PLACE)
                .toList();
    }

    /** The instance's primary ENI. Only a terminated instance has none. */
    public VpcEni primary(String instance) {
        return attached(instance).getFirst();
    }

    public Subnet subnet(VpcEni eni) {
        return Objects.requireNonNull(subnets.get(eni.subnet()), "an ENI is in a subnet of its VPC");
    }

    /**
     * The subnet of that name or id.
     *
     * @throws VpcException when there is none
     */
    public Subnet subnet(String nameOrId) {
        return subnets.values().stream()
                .filter(each -> each.name().equals(nameOrId) || each.id().equals(nameOrId))
                .findFirst()
                .orElseThrow(() -> new VpcException(SUBNET_NOT_FOUND, unknown("subnet", nameOrId, subnets.keySet())));
    }

    /** The attached ENI that a packet with this source address comes from, if the source/destination check is on. */
    public Optional<VpcEni> owner(Ip source) {
        return enis.values().stream()
                .filter(eni -> plugged(eni) && eni.owns(source))
                .findFirst();
    }

    /** This VPC with an ENI attached; throws {@link VpcException} when it is in use, in another zone, or does not fit. */
    public Vpc attach(AttachRequest request) {
        return Attaching.attach(this, request);
    }

    /** This VPC with an ENI detached; throws {@link VpcException} when it is not attached, or a primary. */
    public Vpc detach(String eni) {
        return Attaching.detach(this, eni);
    }

    /** This VPC with more addresses on an ENI; throws {@link VpcException} when one cannot be had. */
    public Vpc assign(String eni, AssignRequest request) {
        return Assigning.assign(this, eni(eni), request);
    }

    /** This VPC with fewer addresses on an ENI, given as /32 and /128, and prefixes; throws {@link VpcException}. */
    public Vpc unassign(String eni, List<Cidr> owned) {
        return Assigning.unassign(this, eni(eni), owned);
    }

    /** This VPC with one more ENI; throws {@link VpcException} when its subnet or an address cannot be had. */
    public Vpc create(CreateRequest request) {
        return Creating.create(this, request);
    }

    /** This VPC without an ENI; throws {@link VpcException} when it is attached. */
    public Vpc delete(String eni) {
        return Creating.delete(this, eni);
    }

    /** This VPC with the source/destination check of an ENI on or off. */
    public Vpc check(String eni, boolean on) {
        return with(eni(eni).withSourceDestCheck(on));
    }

    /** This VPC with one more subnet; throws {@link VpcException} when its network cannot be had. */
    public Vpc create(Subnet subnet) {
        return Running.withSubnet(this, subnet);
    }

    /** This VPC with one more instance, to which its primary ENI is to be attached next. */
    public Vpc launch(String id, Optional<String> wantedName, String zone, InstanceType type, Optional<String> role) {
        return Running.launch(this, id, wantedName, zone, type, role);
    }

    public Vpc stop(String instance) {
        return Running.stop(this, instance);
    }

    public Vpc start(String instance) {
        return Running.start(this, instance);
    }

    /**
     * This VPC with that instance terminated.
     *
     * @param delete names of the ENIs that go with it; the others are detached
     */
    public Vpc terminate(String instance, Set<String> delete) {
        return Running.terminate(this, instance, delete);
    }

    /** This VPC with one more Elastic IP: that one, or the first that is free. */
    public Vpc allocate(String allocationId, Optional<Ip> publicIp) {
        return Associating.allocate(this, allocationId, publicIp);
    }

    public Vpc release(String allocationId) {
        return Associating.release(this, allocationId);
    }

    /**
     * This VPC with that Elastic IP on an address of an ENI.
     *
     * @param id of the association
     * @param privateIp the ENI's primary address where empty
     * @param again whether it may be taken from where it is
     */
    public Vpc associate(String allocationId, String id, String eni, Optional<Ip> privateIp, boolean again) {
        return Associating.associate(this, allocationId, id, eni(eni), privateIp, again);
    }

    public Vpc disassociate(String associationId) {
        return Associating.disassociate(this, associationId);
    }

    /**
     * The Elastic IP of that allocation.
     *
     * @throws VpcException when there is none
     */
    public ElasticIp allocation(String id) {
        return Associating.named(this, id);
    }

    /** The Elastic IP that stands for that private address. */
    public Optional<ElasticIp> elasticIp(Ip privateIp) {
        return elasticIps.values().stream()
                .filter(each -> each.association()
                        .filter(place -> place.privateIp().equals(privateIp))
                        .isPresent())
                .findFirst();
    }

    /** The ENI, attached or not, that has that address. */
    public Optional<VpcEni> holder(Ip ip) {
        return enis.values().stream()
                .filter(eni -> eni.addresses().anyMatch(ip::equals))
                .findFirst();
    }

    /**
     * The route table of that id or name.
     *
     * @throws VpcException when there is none
     */
    public RouteTable routeTable(String id) {
        return Routing.named(this, id);
    }

    /** The one by which packets from a subnet go. */
    public RouteTable routeTable(Subnet subnet) {
        return routeTables.values().stream()
                .filter(each -> each.subnets().contains(subnet.name()))
                .findFirst()
                .or(() -> routeTables.values().stream().filter(RouteTable::main).findFirst())
                .orElseThrow();
    }

    /** Every route of a table, those included that nobody made. */
    public List<VpcRoute> routes(RouteTable table) {
        return Routing.all(this, table);
    }

    /** This VPC with one more route; throws {@link VpcException} when there is one to that destination. */
    public Vpc createRoute(String table, VpcRoute route) {
        return Routing.create(this, table, route);
    }

    /** This VPC with another route in the place of the one to that destination. */
    public Vpc replaceRoute(String table, VpcRoute route) {
        return Routing.replace(this, table, route);
    }

    public Vpc deleteRoute(String table, Cidr destination) {
        return Routing.delete(this, table, destination);
    }

    /** The id of the gateway to those outside. */
    public String gatewayId(Way way) {
        return identity.id(way.kind(), way.kind());
    }

    /** Whether the fabric carries packets to and from that ENI. */
    public boolean plugged(VpcEni eni) {
        return eni.attachment()
                .filter(place -> place.state() == Attachment.State.ATTACHED)
                .map(place -> instance(place.instance()).running())
                .orElse(false);
    }

    Vpc without(VpcEni eni) {
        SortedMap<String, VpcEni> changed = new TreeMap<>(enis);
        changed.remove(eni.name());
        return with(changed);
    }

    public Vpc with(VpcEni eni) {
        return with(put(enis, eni.name(), eni));
    }

    /** Elastic IPs of addresses that no ENI has any more stand for nothing. */
    private Vpc with(SortedMap<String, VpcEni> changed) {
        Set<Ip> there = changed.values().stream().flatMap(VpcEni::addresses).collect(Collectors.toSet());
        SortedMap<String, ElasticIp> addresses = new TreeMap<>(elasticIps);
        addresses.replaceAll(
                (_, each) -> each.with(each.association().filter(place -> there.contains(place.privateIp()))));
        return new Vpc(identity, id, cidrs, subnets, instances, changed, routeTables, addresses, outside);
    }

    Vpc with(VpcInstance instance) {
        return new Vpc(
                identity,
                id,
                cidrs,
                subnets,
                put(instances, instance.name(), instance),
                enis,
                routeTables,
                elasticIps,
                outside);
    }

    Vpc with(Subnet subnet) {
        return new Vpc(
                identity,
                id,
                cidrs,
                put(subnets, subnet.name(), subnet),
                instances,
                enis,
                routeTables,
                elasticIps,
                outside);
    }

    Vpc with(RouteTable table) {
        return new Vpc(
                identity,
                id,
                cidrs,
                subnets,
                instances,
                enis,
                put(routeTables, table.name(), table),
                elasticIps,
                outside);
    }

    Vpc with(ElasticIp address) {
        return withElasticIps(put(elasticIps, address.allocationId(), address));
    }

    Vpc withoutElasticIp(String allocation) {
        SortedMap<String, ElasticIp> changed = new TreeMap<>(elasticIps);
        changed.remove(allocation);
        return withElasticIps(changed);
    }

    private Vpc withElasticIps(SortedMap<String, ElasticIp> changed) {
        return new Vpc(identity, id, cidrs, subnets, instances, enis, routeTables, changed, outside);
    }

    private static <T> SortedMap<String, T> put(SortedMap<String, T> all, String key, T value) {
        SortedMap<String, T> changed = new TreeMap<>(all);
        changed.put(key, value);
        return changed;
    }

    @Override
    public String toString() {
        return id + " " + cidrs.stream().map(Cidr::toString).collect(Collectors.joining(", "));
    }
}
