package dev.enid.lab.fabric;

import dev.enid.core.desire.Reason;
import dev.enid.core.desire.Want;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Rule.Selector;
import dev.enid.core.snapshot.Ownership;
import dev.enid.lab.topology.OutsideMachine;
import dev.enid.lab.topology.RouteTable;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcRoute;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The VPC's route tables: each is one of the kernel's, asked for packets from the ports of its subnets. */
final class RouteTablePolicy {

    /** The first of the kernel's tables, in the order of the names. */
    private static final int FIRST_TABLE = 1_100;

    private final Vpc vpc;
    private final Ways ways;
    private final List<Port> ports;
    private final Map<String, Link> links;
    private final List<Want> wants = new ArrayList<>();

    /** @param ports that have a link */
    RouteTablePolicy(Vpc vpc, List<Port> ports, Map<String, Link> links) {
        this.vpc = vpc;
        this.ways = new Ways(vpc);
        this.ports = ports;
        this.links = links;
    }

    List<Want> wants() {
        int table = FIRST_TABLE;
        for (RouteTable each : vpc.routeTables().values()) {
            routes(each, table);
            rules(each, table);
            table++;
        }
        return wants;
    }

    private void rules(RouteTable routeTable, int table) {
        Reason reason = new Reason("route table " + routeTable.name());
        for (Port port : ports) {
            Optional<RouteTable> its = port.subnet().map(name -> vpc.routeTable(vpc.subnet(name)));
            if (its.filter(routeTable::equals).isPresent()) {
                for (Family family : Family.values()) {
                    Selector from = Selector.ALL.withIif(port.name());
                    wants.add(new Want(
                            new Rule(family, FabricPolicy.ROUTED, from, Rule.Action.LOOKUP, table, -1, Ownership.LAB),
                            reason));
                }
            }
        }
    }

    private void routes(RouteTable routeTable, int table) {
        Reason reason = new Reason("by route table " + routeTable.name());
        Set<Cidr> led = new HashSet<>();
        for (Port port : ports) {
            for (Cidr destination : destinations(routeTable, port)) {
                Link link = Objects.requireNonNull(links.get(port.name()));
                wants.add(new Want(port.route(table, destination, link), reason));
                led.add(destination);
            }
        }
        for (Family family : Family.values()) {
            if (!led.contains(family.everything())) {
                wants.add(FabricPolicy.nowhere(table, family.everything()));
            }
        }
    }

    /** Where the table sends packets by that port. What an ENI's source/destination check would drop is not sent there. */
    private List<Cidr> destinations(RouteTable routeTable, Port port) {
        Optional<OutsideMachine> machine = Optional.ofNullable(vpc.outside().get(port.name()));
        if (machine.isPresent()) {
            return ways.reachable(routeTable, machine.get());
        }
        return port.checked()
                ? List.of()
                : ways.toEnis(routeTable).stream()
                        .filter(route -> route.target().equals(new VpcRoute.Interface(port.name())))
                        .map(VpcRoute::destination)
                        .filter(destination -> destination.family() == Family.V6
                                || port.firstV4().isPresent())
                        .toList();
    }
}
