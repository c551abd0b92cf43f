package dev.enid.core.render;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What files say of one ENI, in lines that can be compared: read back from them, or as it was handed over. */
public record Said(SortedSet<String> addresses, SortedSet<String> routes, SortedSet<String> rules) {

    public static Said nothing() {
        return new Said(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }

    public static Said of(EniNetwork network) {
        Said said = nothing();
        for (Address address : network.addresses()) {
            said.address(address.ip(), address.prefixLength());
        }
        for (Route route : network.routes()) {
            NextHop hop = route.hops().getFirst();
            said.route(
                    route.table(),
                    route.destination(),
                    route.metric(),
                    hop.gateway(),
                    hop.onLink(),
                    route.preferredSource());
        }
        for (Rule rule : network.rules()) {
            said.rule(rule.priority(), rule.selector().from().orElseThrow(), rule.table());
        }
        return said;
    }

    public void address(Ip ip, int prefixLength) {
        add(addresses, ip + "/" + prefixLength);
    }

    public void route(
            int table, Cidr destination, long metric, Optional<Ip> gateway, boolean onLink, Optional<Ip> source) {
        add(
                routes,
                destination
                        + gateway.map(ip -> " via " + ip).orElse("")
                        + (onLink ? " onlink" : "")
                        + " table " + table + " metric " + metric
                        + source.map(ip -> " src " + ip).orElse(""));
    }

    public void rule(int priority, Cidr from, int table) {
        add(rules, priority + ": from " + from + " lookup " + table);
    }

    /** What is said twice is done twice, or refused. */
    private static void add(SortedSet<String> lines, String line) {
        if (!lines.add(line)) {
            throw new AssertionError("said twice: " + line);
        }
    }

    /** Routes of these lines without the source they suggest. */
    public Said withoutSources(List<String> destinations) {
        SortedSet<String> changed = new TreeSet<>();
        for (String route : routes) {
            boolean drop = destinations.stream().anyMatch(each -> route.startsWith(each + " table "));
            changed.add(drop ? route.replaceFirst(" src \\S+$", "") : route);
        }
        return new Said(addresses, changed, rules);
    }

    /** For those that know no such word. */
    public Said withoutOnlink() {
        SortedSet<String> changed = new TreeSet<>();
        routes.forEach(route -> changed.add(route.replace(" onlink", "")));
        return new Said(addresses, changed, rules);
    }
}
