package dev.enid.lab.topology;

import static dev.enid.lab.topology.VpcException.Code.ENI_NOT_FOUND;
import static dev.enid.lab.topology.VpcException.Code.INSTANCE_NOT_FOUND;
import static dev.enid.lab.topology.VpcException.Code.SUBNET_NOT_FOUND;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A VPC and the machines outside that it can reach. Maps are by name, sorted.
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
        SortedMap<String, OutsideMachine> outside) {

    /** Where IMDS answers over IPv4. */
    public static final Ip IMDS_V4 = Ip.parse("169.254.169.254");
    /** Where IMDS answers over IPv6. */
    public static final Ip IMDS_V6 = Ip.parse("fd00:ec2::254");
    /** The VPC router's link-local address, the same in every subnet. */
    public static final Ip GATEWAY_V6 = Ip.parse("fe80:ec2::1");

    private static final Comparator<VpcEni> BY_PLACE = Comparator.comparingInt(eni -> eni.attachment()
            .map(each -> 100 * each.networkCard() + each.deviceIndex())
            .orElse(Integer.MAX_VALUE));

    public Vpc {
        cidrs = List.copyOf(cidrs);
        subnets = Collections.unmodifiableSortedMap(new TreeMap<>(subnets));
        instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
        enis = Collections.unmodifiableSortedMap(new TreeMap<>(enis));
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

    /** The instance's ENIs by network card and device index, so the primary is first. */
    public List<VpcEni> attached(String instance) {
        return enis.values().stream()
                .filter(eni -> eni.attachedTo(instance))
                .sorted(BY_PLACE)
                .toList();
    }

    /** The instance's primary ENI; a topology without one is refused. */
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
                .filter(eni -> eni.attachment().isPresent() && eni.owns(source))
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

    Vpc without(VpcEni eni) {
        SortedMap<String, VpcEni> changed = new TreeMap<>(enis);
        changed.remove(eni.name());
        return new Vpc(identity, id, cidrs, subnets, instances, changed, outside);
    }

    Vpc with(VpcEni eni) {
        SortedMap<String, VpcEni> changed = new TreeMap<>(enis);
        changed.put(eni.name(), eni);
        return new Vpc(identity, id, cidrs, subnets, instances, changed, outside);
    }

    Vpc with(VpcInstance instance) {
        SortedMap<String, VpcInstance> changed = new TreeMap<>(instances);
        changed.put(instance.name(), instance);
        return new Vpc(identity, id, cidrs, subnets, changed, enis, outside);
    }

    @Override
    public String toString() {
        return id + " " + cidrs.stream().map(Cidr::toString).collect(Collectors.joining(", "));
    }
}
