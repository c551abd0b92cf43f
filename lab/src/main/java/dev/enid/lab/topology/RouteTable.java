package dev.enid.lab.topology;

import dev.enid.core.ip.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A route table.
 *
 * @param id {@code rtb-0a1b2c3d4e5f60718}
 * @param main whether it is that of every subnet without one of its own
 * @param subnets those with this one, by name; empty for the main one
 * @param routes that someone made: local routes, and those of the virtual private gateway, are there by themselves
 */
public record RouteTable(String name, String id, boolean main, List<String> subnets, List<VpcRoute> routes) {

    /** The main one's name; a topology file may have it, too. */
    public static final String MAIN = "main";

    public RouteTable {
        subnets = List.copyOf(subnets);
        routes = List.copyOf(routes);
    }

    /** The route that someone made to exactly there. */
    public Optional<VpcRoute> route(Cidr destination) {
        return routes.stream()
                .filter(each -> each.destination().equals(destination))
                .findFirst();
    }

    RouteTable with(VpcRoute route) {
        List<VpcRoute> changed = new ArrayList<>(without(route.destination()).routes);
        changed.add(route);
        return new RouteTable(name, id, main, subnets, changed);
    }

    RouteTable without(Cidr destination) {
        return new RouteTable(
                name,
                id,
                main,
                subnets,
                routes.stream()
                        .filter(each -> !each.destination().equals(destination))
                        .toList());
    }
}
