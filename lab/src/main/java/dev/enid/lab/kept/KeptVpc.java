package dev.enid.lab.kept;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.ElasticIp;
import dev.enid.lab.topology.HostManager;
import dev.enid.lab.topology.Identity;
import dev.enid.lab.topology.InstanceState;
import dev.enid.lab.topology.InstanceType;
import dev.enid.lab.topology.Limits;
import dev.enid.lab.topology.LinkNaming;
import dev.enid.lab.topology.OutsideMachine;
import dev.enid.lab.topology.RouteTable;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcInstance;
import dev.enid.lab.topology.VpcRoute;
import dev.enid.lab.topology.Way;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A VPC in text and numbers. */
public record KeptVpc(
        long seed,
        String id,
        List<String> cidrs,
        List<KeptSubnet> subnets,
        List<KeptInstance> instances,
        List<KeptEni> enis,
        List<KeptTable> routeTables,
        List<KeptAddress> elasticIps,
        List<KeptOutside> outside) {

    public record KeptSubnet(String name, String id, String zone, Optional<String> ipv4, Optional<String> ipv6) {}

    public record KeptInstance(
            String name,
            String id,
            String zone,
            String manager,
            String naming,
            String type,
            int networkCards,
            int enisPerCard,
            int addressesPerEni,
            int prefixesPerEni,
            Optional<String> role,
            String state) {}

    public record KeptEni(
            String name,
            String id,
            String mac,
            String subnet,
            List<String> ipv4,
            List<String> ipv6,
            List<String> prefixes,
            Optional<String> linkLocal,
            boolean sourceDestCheck,
            boolean efaOnly,
            Optional<KeptAttachment> attachment) {}

    public record KeptAttachment(
            String instance, int networkCard, int deviceIndex, Optional<String> interfaceName, String state) {}

    public record KeptTable(String name, String id, boolean main, List<String> subnets, List<KeptRoute> routes) {}

    /**
     * A route.
     *
     * @param gateway the way; or else there is an ENI
     */
    public record KeptRoute(String destination, Optional<String> gateway, Optional<String> eni) {}

    public record KeptAddress(
            String allocation, String publicIp, Optional<String> association, Optional<String> privateIp) {}

    public record KeptOutside(String name, List<String> addresses, String way) {}

    /** A VPC to be kept. */
    public static KeptVpc of(Vpc vpc) {
        return new KeptVpc(
                vpc.identity().seed(),
                vpc.id(),
                texts(vpc.cidrs()),
                list(vpc.subnets(), KeptVpc::kept),
                list(vpc.instances(), KeptVpc::kept),
                list(vpc.enis(), KeptVpc::kept),
                list(vpc.routeTables(), KeptVpc::kept),
                list(vpc.elasticIps(), KeptVpc::kept),
                list(vpc.outside(), KeptVpc::kept));
    }

    /**
     * The VPC that was kept.
     *
     * @throws IllegalArgumentException for what no VPC of this program would have been kept as
     */
    public Vpc vpc() {
        return new Vpc(
                new Identity(seed),
                id,
                all(cidrs, Cidr::parse),
                map(subnets, KeptSubnet::name, KeptVpc::value),
                map(instances, KeptInstance::name, KeptVpc::value),
                map(enis, KeptEni::name, KeptVpc::value),
                map(routeTables, KeptTable::name, KeptVpc::value),
                map(elasticIps, KeptAddress::allocation, KeptVpc::value),
                map(outside, KeptOutside::name, KeptVpc::value));
    }

    private static <T, K> List<K> list(SortedMap<String, T> all, Function<T, K> kept) {
        return all.values().stream().map(kept).toList();
    }

    private static <K, T> SortedMap<String, T> map(List<K> all, Function<K, String> name, Function<K, T> value) {
        SortedMap<String, T> map = new TreeMap<>();
        all.forEach(each -> map.put(name.apply(each), value.apply(each)));
        return map;
    }

    private static List<String> texts(Collection<?> all) {
        return all.stream().map(Object::toString).toList();
    }

    private static <T> List<T> all(List<String> texts, Function<String, T> parse) {
        return texts.stream().map(parse).toList();
    }

    private static KeptSubnet kept(Subnet subnet) {
        return new KeptSubnet(
                subnet.name(),
                subnet.id(),
                subnet.zone(),
                subnet.ipv4().map(Cidr::toString),
                subnet.ipv6().map(Cidr::toString));
    }

    private static Subnet value(KeptSubnet kept) {
        return new Subnet(kept.name, kept.id, kept.zone, kept.ipv4.map(Cidr::parse), kept.ipv6.map(Cidr::parse));
    }

    private static KeptInstance kept(VpcInstance instance) {
        Limits limits = instance.limits();
        return new KeptInstance(
                instance.name(),
                instance.id(),
                instance.zone(),
                instance.manager().name(),
                instance.naming().name(),
                instance.type().name(),
                limits.networkCards(),
                limits.enisPerCard(),
                limits.addressesPerEni(),
                limits.prefixesPerEni(),
                instance.role(),
                instance.state().name());
    }

    private static VpcInstance value(KeptInstance kept) {
        Limits limits = new Limits(kept.networkCards, kept.enisPerCard, kept.addressesPerEni, kept.prefixesPerEni);
        return new VpcInstance(
                kept.name,
                kept.id,
                kept.zone,
                HostManager.valueOf(kept.manager),
                LinkNaming.valueOf(kept.naming),
                new InstanceType(kept.type, limits),
                kept.role,
                InstanceState.valueOf(kept.state));
    }

    private static KeptEni kept(VpcEni eni) {
        return new KeptEni(
                eni.name(),
                eni.id().text(),
                eni.mac().toString(),
                eni.subnet(),
                texts(eni.ipv4()),
                texts(eni.ipv6()),
                texts(eni.prefixes()),
                eni.linkLocal().map(Ip::toString),
                eni.sourceDestCheck(),
                eni.efaOnly(),
                eni.attachment()
                        .map(place -> new KeptAttachment(
                                place.instance(),
                                place.networkCard(),
                                place.deviceIndex(),
                                place.interfaceName(),
                                place.state().name())));
    }

    private static VpcEni value(KeptEni kept) {
        return new VpcEni(
                kept.name,
                new EniId(kept.id),
                Mac.parse(kept.mac),
                kept.subnet,
                all(kept.ipv4, Ip::parse),
                all(kept.ipv6, Ip::parse),
                all(kept.prefixes, Cidr::parse),
                kept.linkLocal.map(Ip::parse),
                kept.sourceDestCheck,
                kept.efaOnly,
                kept.attachment.map(place -> new Attachment(
                        place.instance,
                        place.networkCard,
                        place.deviceIndex,
                        place.interfaceName,
                        Attachment.State.valueOf(place.state))));
    }

    private static KeptTable kept(RouteTable table) {
        return new KeptTable(
                table.name(),
                table.id(),
                table.main(),
                table.subnets(),
                table.routes().stream().map(KeptVpc::kept).toList());
    }

    private static RouteTable value(KeptTable kept) {
        return new RouteTable(
                kept.name,
                kept.id,
                kept.main,
                kept.subnets,
                kept.routes.stream().map(KeptVpc::value).toList());
    }

    private static KeptRoute kept(VpcRoute route) {
        String destination = route.destination().toString();
        return switch (route.target()) {
            case VpcRoute.Local _ -> throw new IllegalArgumentException("a local route is nobody's: " + destination);
            case VpcRoute.Gateway(Way way) -> new KeptRoute(destination, Optional.of(way.name()), Optional.empty());
            case VpcRoute.Interface(String eni) -> new KeptRoute(destination, Optional.empty(), Optional.of(eni));
        };
    }

    private static VpcRoute value(KeptRoute kept) {
        VpcRoute.Target target = kept.eni
                .<VpcRoute.Target>map(VpcRoute.Interface::new)
                .orElseGet(() -> new VpcRoute.Gateway(Way.valueOf(kept.gateway.orElse(""))));
        return new VpcRoute(Cidr.parse(kept.destination), target);
    }

    private static KeptAddress kept(ElasticIp address) {
        return new KeptAddress(
                address.allocationId(),
                address.publicIp().toString(),
                address.association().map(ElasticIp.Association::id),
                address.association().map(place -> place.privateIp().toString()));
    }

    private static ElasticIp value(KeptAddress kept) {
        return new ElasticIp(
                kept.allocation,
                Ip.parse(kept.publicIp),
                kept.association.map(id -> new ElasticIp.Association(id, Ip.parse(kept.privateIp.orElse("")))));
    }

    private static KeptOutside kept(OutsideMachine machine) {
        return new KeptOutside(
                machine.name(), texts(machine.addresses()), machine.way().name());
    }

    private static OutsideMachine value(KeptOutside kept) {
        return new OutsideMachine(kept.name, all(kept.addresses, Ip::parse), Way.valueOf(kept.way));
    }
}
