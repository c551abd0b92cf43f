package dev.enid.lab.topology;

import static dev.enid.lab.topology.VpcException.Code.INVALID;
import static dev.enid.lab.topology.VpcException.Code.ROUTE_EXISTS;
import static dev.enid.lab.topology.VpcException.Code.ROUTE_NOT_FOUND;
import static dev.enid.lab.topology.VpcException.Code.ROUTE_TABLE_NOT_FOUND;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What route tables say, and CreateRoute, ReplaceRoute and DeleteRoute, as functions. */
final class Routing {

    private Routing() {}

    /** Every route of the table: the local ones, those of the virtual private gateway, and those that someone made. */
    static List<VpcRoute> all(Vpc vpc, RouteTable table) {
        List<VpcRoute> routes = new ArrayList<>();
        vpc.cidrs().forEach(cidr -> routes.add(new VpcRoute(cidr, new VpcRoute.Local())));
        vpc.outside().values().stream()
                .filter(machine -> machine.way() == Way.DIRECT_CONNECT)
                .flatMap(machine -> machine.addresses().stream())
                .map(Ip::toCidr)
                .filter(destination -> table.route(destination).isEmpty())
                .forEach(
                        destination -> routes.add(new VpcRoute(destination, new VpcRoute.Gateway(Way.DIRECT_CONNECT))));
        routes.addAll(table.routes());
        return routes;
    }

    static RouteTable named(Vpc vpc, String id) {
        return vpc.routeTables().values().stream()
                .filter(each -> each.id().equals(id) || each.name().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new VpcException(ROUTE_TABLE_NOT_FOUND, "The routeTable ID '" + id + "' does not exist"));
    }

    static Vpc create(Vpc vpc, String id, VpcRoute route) {
        RouteTable table = named(vpc, id);
        check(vpc, route);
        if (table.route(route.destination()).isPresent()) {
            throw new VpcException(ROUTE_EXISTS, "The route identified by " + route.destination() + " already exists.");
        }
        return vpc.with(table.with(route));
    }

    static Vpc replace(Vpc vpc, String id, VpcRoute route) {
        RouteTable table = named(vpc, id);
        check(vpc, route);
        if (table.route(route.destination()).isEmpty()) {
            throw new VpcException(
                    INVALID,
                    "There is no route defined for '" + route.destination()
                            + "' in the route table. Use CreateRoute instead.");
        }
        return vpc.with(table.with(route));
    }

    static Vpc delete(Vpc vpc, String id, Cidr destination) {
        RouteTable table = named(vpc, id);
        if (table.route(destination).isEmpty()) {
            throw new VpcException(
                    ROUTE_NOT_FOUND, "no route with destination-cidr-block " + destination + " in route table " + id);
        }
        return vpc.with(table.without(destination));
    }

    /** Throws {@link VpcException} for what no route table takes. */
    static void check(Vpc vpc, VpcRoute route) {
        Optional<Cidr> local = vpc.cidrs().stream()
                .filter(each -> each.contains(route.destination()))
                .findFirst();
        if (local.isPresent()) {
            throw new VpcException(
                    INVALID, route.destination() + " is within the VPC's own " + local.get() + ", which is local");
        }
        if (route.target() instanceof VpcRoute.Interface(String eni)) {
            vpc.eni(eni);
        }
    }
}
