package dev.enid.agent.ec2;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import java.util.List;
import java.util.Optional;

/** A route table, as DescribeRouteTables tells it. */
public record RouteTable(String id, String vpc, List<Route> routes) {

    /**
     * A route by its destination; those to prefix lists are left out.
     *
     * @param target the id of where it leads: an ENI, a gateway, and so on
     * @param eni the target, where it is one
     * @param own whether the table has it by itself and it cannot be replaced: it leads to the VPC
     */
    public record Route(Cidr destination, String target, Optional<EniId> eni, boolean own) {}

    public RouteTable {
        routes = List.copyOf(routes);
    }

    public Optional<Route> route(Cidr destination) {
        return routes.stream()
                .filter(route -> route.destination().equals(destination))
                .findFirst();
    }
}
