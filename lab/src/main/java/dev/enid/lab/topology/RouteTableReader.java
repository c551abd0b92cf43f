package dev.enid.lab.topology;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Quoted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the {@code [route-tables.NAME]} tables. There is always the main one, which leads everywhere unless the file says where. */
final class RouteTableReader {

    private final Identity identity;
    private final List<Cidr> cidrs;
    private final Set<String> subnets;
    private final Set<String> taken = new HashSet<>();

    RouteTableReader(Identity identity, List<Cidr> cidrs, Set<String> subnets) {
        this.identity = identity;
        this.cidrs = cidrs;
        this.subnets = subnets;
    }

    SortedMap<String, RouteTable> read(List<Section.Named> sections) {
        SortedMap<String, RouteTable> tables = new TreeMap<>();
        tables.put(RouteTable.MAIN, table(RouteTable.MAIN, List.of(), everywhere()));
        for (Section.Named each : sections) {
            Section section = each.section();
            boolean main = each.name().equals(RouteTable.MAIN);
            List<String> of = section.texts("subnets", this::subnet);
            if (main && !of.isEmpty()) {
                section.problem("subnets", "are all those without a table of their own: leave it out for main");
            }
            tables.put(each.name(), table(each.name(), main ? List.of() : of, routes(section)));
            section.finish();
        }
        return tables;
    }

    private RouteTable table(String name, List<String> of, List<VpcRoute> routes) {
        return new RouteTable(name, identity.id("rtb", name), name.equals(RouteTable.MAIN), of, routes);
    }

    private List<VpcRoute> everywhere() {
        return cidrs.stream()
                .map(Cidr::family)
                .distinct()
                .map(Family::everything)
                .map(all -> new VpcRoute(all, new VpcRoute.Gateway(Way.INTERNET)))
                .toList();
    }

    private String subnet(String name) {
        if (!subnets.contains(name)) {
            throw new IllegalArgumentException(Quoted.of(name) + " is none of the subnets " + subnets);
        }
        if (!taken.add(name)) {
            throw new IllegalArgumentException("subnet " + name + " has another route table already");
        }
        return name;
    }

    private static List<VpcRoute> routes(Section section) {
        List<VpcRoute> routes = new ArrayList<>();
        for (VpcRoute route : section.texts("routes", RouteTableReader::route)) {
            if (routes.stream().anyMatch(each -> each.destination().equals(route.destination()))) {
                section.problem("routes", "has " + route.destination() + " twice");
            }
            routes.add(route);
        }
        return routes;
    }

    /** {@code 192.168.10.0/24 via web-1}, or {@code via igw}. */
    private static VpcRoute route(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 3 || !words[1].equals("via")) {
            throw new IllegalArgumentException(
                    Quoted.of(text) + " is no route such as \"0.0.0.0/0 via igw\" or \"192.168.10.0/24 via web-1\"");
        }
        VpcRoute.Target target = switch (words[2]) {
            case "igw" -> new VpcRoute.Gateway(Way.INTERNET);
            case "vgw" -> new VpcRoute.Gateway(Way.DIRECT_CONNECT);
            default -> new VpcRoute.Interface(words[2]);
        };
        return new VpcRoute(Cidr.parse(words[0]), target);
    }
}
