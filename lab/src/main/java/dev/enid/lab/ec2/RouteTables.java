package dev.enid.lab.ec2;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.lab.topology.Attachment;
import dev.enid.lab.topology.RouteTable;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcEni;
import dev.enid.lab.topology.VpcRoute;
import dev.enid.lab.topology.Way;
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

/** DescribeRouteTables, CreateRoute, ReplaceRoute and DeleteRoute. */
final class RouteTables {

    /** By the name of a filter. */
    private static final Map<String, Function<Seen, Stream<?>>> FILTERS = new TreeMap<>(Map.ofEntries(
            Map.entry("association.main", seen -> Stream.of(seen.table.main())),
            Map.entry("association.route-table-id", seen -> Stream.of(seen.table.id())),
            Map.entry("association.subnet-id", Seen::subnetIds),
            Map.entry("owner-id", seen -> Stream.of(seen.ownerId)),
            Map.entry("route-table-id", seen -> Stream.of(seen.table.id())),
            Map.entry("route.destination-cidr-block", seen -> seen.destinations(Family.V4)),
            Map.entry("route.destination-ipv6-cidr-block", seen -> seen.destinations(Family.V6)),
            Map.entry("vpc-id", seen -> Stream.of(seen.vpc.id()))));

    private static final List<Xml> DONE = List.of(Xml.of("return", true));

    private final Cloud cloud;

    RouteTables(Cloud cloud) {
        this.cloud = cloud;
    }

    private record Seen(Vpc vpc, RouteTable table, String ownerId) {

        Stream<String> subnetIds() {
            return table.subnets().stream().map(name -> vpc.subnet(name).id());
        }

        Stream<Cidr> destinations(Family family) {
            return vpc.routes(table).stream().map(VpcRoute::destination).filter(each -> each.family() == family);
        }

        Collection<String> values(String filter) {
            return Optional.ofNullable(FILTERS.get(filter)).stream()
                    .flatMap(value -> value.apply(this))
                    .map(Object::toString)
                    .toList();
        }
    }

    List<Xml> describe(Query query) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        List<String> ids = query.list("RouteTableId");
        Collection<RouteTable> asked = Cloud.asked(vpc, ids, vpc.routeTables().values(), RouteTables::named);
        Filters filters = Filters.of(query, FILTERS.keySet());
        List<Seen> all = asked.stream()
                .map(each -> new Seen(vpc, each, cloud.facts().ownerId()))
                .filter(seen -> filters.take(seen::values, cloud.records().tags(seen.table.id())))
                .sorted(Comparator.comparing(seen -> seen.table.id()))
                .toList();
        return Pages.of(query, all, seen -> seen.table.id(), !ids.isEmpty()).answer("routeTableSet", this::describe);
    }

    /** The table of that id: a name is none. */
    private static RouteTable named(Vpc vpc, String id) throws Ec2Fault {
        if (!id.matches("rtb-[0-9a-f]{8}([0-9a-f]{9})?")) {
            throw Ec2Fault.of("InvalidRouteTableId.Malformed", "Invalid id: \"" + id + "\"");
        }
        return vpc.routeTable(id);
    }

    private List<Xml> describe(Seen seen) {
        Vpc vpc = seen.vpc;
        RouteTable table = seen.table;
        List<Optional<String>> associations = new ArrayList<>();
        if (table.main()) {
            associations.add(Optional.empty());
        }
        seen.subnetIds().map(Optional::of).forEach(associations::add);
        return List.of(
                Xml.of("routeTableId", table.id()),
                Xml.of("vpcId", vpc.id()),
                Xml.of("ownerId", seen.ownerId),
                Xml.set("routeSet", vpc.routes(table), route -> describe(seen, route)),
                Xml.set("associationSet", associations, subnet -> association(vpc, table, subnet)),
                Xml.set(
                        "propagatingVgwSet",
                        List.of(vpc.gatewayId(Way.DIRECT_CONNECT)),
                        id -> List.of(Xml.of("gatewayId", id))),
                Cloud.tags(cloud.records().tags(table.id())));
    }

    private static List<Xml> association(Vpc vpc, RouteTable table, Optional<String> subnet) {
        String id = vpc.identity().id("rtbassoc", table.name() + subnet.orElse(""));
        List<Xml> xml = new ArrayList<>(List.of(
                Xml.of("routeTableAssociationId", id),
                Xml.of("routeTableId", table.id()),
                Xml.of("main", subnet.isEmpty()),
                Xml.with("associationState", Xml.of("state", "associated"))));
        subnet.ifPresent(each -> xml.add(Xml.of("subnetId", each)));
        return xml;
    }

    private static List<Xml> describe(Seen seen, VpcRoute route) {
        List<Xml> xml = new ArrayList<>(List.of(Xml.of(
                route.destination().family() == Family.V4 ? "destinationCidrBlock" : "destinationIpv6CidrBlock",
                route.destination())));
        boolean made = seen.table.route(route.destination()).isPresent();
        boolean active = true;
        switch (route.target()) {
            case VpcRoute.Local _ -> xml.add(Xml.of("gatewayId", "local"));
            case VpcRoute.Gateway(Way way) -> xml.add(Xml.of("gatewayId", seen.vpc.gatewayId(way)));
            case VpcRoute.Interface(String name) -> {
                Optional<VpcEni> eni = Optional.ofNullable(seen.vpc.enis().get(name));
                active = eni.filter(seen.vpc::plugged).isPresent();
                eni.ifPresent(each -> xml.add(Xml.of("networkInterfaceId", each.id())));
                eni.flatMap(VpcEni::attachment).map(Attachment::instance).ifPresent(instance -> {
                    xml.add(Xml.of("instanceId", seen.vpc.instance(instance).id()));
                    xml.add(Xml.of("instanceOwnerId", seen.ownerId));
                });
            }
        }
        String origin = route.target() instanceof VpcRoute.Local
                ? "CreateRouteTable"
                : made ? "CreateRoute" : "EnableVgwRoutePropagation";
        xml.add(Xml.of("origin", origin));
        xml.add(Xml.of("state", active ? "active" : "blackhole"));
        return xml;
    }

    List<Xml> create(Query query) throws Ec2Fault, IOException {
        String table = table(query);
        VpcRoute route = new VpcRoute(destination(query), target(query));
        cloud.change(query, vpc -> vpc.createRoute(table, route));
        return DONE;
    }

    List<Xml> replace(Query query) throws Ec2Fault, IOException {
        String table = table(query);
        VpcRoute route = new VpcRoute(destination(query), target(query));
        cloud.change(query, vpc -> vpc.replaceRoute(table, route));
        return DONE;
    }

    List<Xml> delete(Query query) throws Ec2Fault, IOException {
        String table = table(query);
        Cidr destination = destination(query);
        cloud.change(query, vpc -> vpc.deleteRoute(table, destination));
        return DONE;
    }

    private String table(Query query) throws Ec2Fault {
        return named(cloud.vpc(), query.required("RouteTableId")).id();
    }

    private static Cidr destination(Query query) throws Ec2Fault {
        Optional<String> v4 = query.text("DestinationCidrBlock");
        Optional<String> v6 = query.text("DestinationIpv6CidrBlock");
        if (v4.isPresent() == v6.isPresent()) {
            throw Ec2Fault.of(
                    v4.isPresent() ? "InvalidParameterCombination" : "MissingParameter",
                    "The request must contain exactly one of DestinationCidrBlock and DestinationIpv6CidrBlock");
        }
        Family family = v4.isPresent() ? Family.V4 : Family.V6;
        String text = v4.or(() -> v6).orElseThrow();
        return Networks.cidr(v4.isPresent() ? "DestinationCidrBlock" : "DestinationIpv6CidrBlock", text, family);
    }

    private VpcRoute.Target target(Query query) throws Ec2Fault {
        Vpc vpc = cloud.vpc();
        Optional<String> eni = query.text("NetworkInterfaceId");
        Optional<String> instance = query.text("InstanceId");
        Optional<String> gateway = query.text("GatewayId");
        if (Stream.of(eni, instance, gateway).filter(Optional::isPresent).count() != 1) {
            throw Ec2Fault.of(
                    "InvalidParameterCombination",
                    "The lab takes exactly one of NetworkInterfaceId, InstanceId and GatewayId");
        }
        if (eni.isPresent()) {
            return new VpcRoute.Interface(Cloud.eni(vpc, eni.get()).name());
        }
        if (instance.isPresent()) {
            List<VpcEni> there =
                    vpc.attached(Instances.named(vpc, instance.get()).name());
            if (there.size() != 1) {
                throw Ec2Fault.of(
                        "InvalidInstanceID",
                        "There are " + there.size() + " interfaces attached to instance '" + instance.get()
                                + "'. Please specify an interface id for the operation instead.");
            }
            return new VpcRoute.Interface(there.getFirst().name());
        }
        return Stream.of(Way.values())
                .filter(way -> vpc.gatewayId(way).equals(gateway.orElseThrow()))
                .findFirst()
                .map(VpcRoute.Gateway::new)
                .orElseThrow(() -> Ec2Fault.of(
                        "InvalidGatewayID.NotFound",
                        "The gateway ID '" + gateway.orElseThrow() + "' does not exist; the lab has "
                                + vpc.gatewayId(Way.INTERNET) + " and " + vpc.gatewayId(Way.DIRECT_CONNECT)));
    }
}
