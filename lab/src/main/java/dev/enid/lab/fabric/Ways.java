package dev.enid.lab.fabric;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.lab.topology.OutsideMachine;
import dev.enid.lab.topology.RouteTable;
import dev.enid.lab.topology.Subnet;
import dev.enid.lab.topology.Vpc;
import dev.enid.lab.topology.VpcRoute;
import dev.enid.lab.topology.Way;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which way packets take by the VPC's route tables. */
final class Ways {

    private final Vpc vpc;
    private final Map<String, List<VpcRoute>> routes = new TreeMap<>();

    Ways(Vpc vpc) {
        this.vpc = vpc;
        vpc.routeTables().forEach((name, table) -> routes.put(name, vpc.routes(table)));
    }

    /** The route to that address: the most specific one that has it. */
    Optional<VpcRoute> route(RouteTable table, Ip to) {
        return routes.getOrDefault(table.name(), List.of()).stream()
                .filter(each -> each.destination().contains(to))
                .max(Comparator.comparingInt(each -> each.destination().prefixLength()));
    }

    /** Routes to ENIs. */
    List<VpcRoute> toEnis(RouteTable table) {
        return routes.getOrDefault(table.name(), List.of()).stream()
                .filter(each -> each.target() instanceof VpcRoute.Interface)
                .toList();
    }

    /** Addresses of a machine outside to which the table leads: by the gateway that the machine is at. */
    List<Cidr> reachable(RouteTable table, OutsideMachine machine) {
        return machine.addresses().stream()
                .filter(ip -> leads(table, ip, machine.way()))
                .map(Ip::toCidr)
                .toList();
    }

    /** Whether packets of that subnet to Elastic IPs go to the Internet gateway. */
    boolean toElasticIp(Subnet subnet, Ip publicIp) {
        return leads(vpc.routeTable(subnet), publicIp, Way.INTERNET);
    }

    private boolean leads(RouteTable table, Ip to, Way way) {
        return route(table, to)
                .filter(route -> route.target().equals(new VpcRoute.Gateway(way)))
                .isPresent();
    }
}
