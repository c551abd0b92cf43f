package dev.enid.core.render;

import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a manager's files are to say of one secondary ENI.
 *
 * @param link as it should be: its MTU counts
 * @param addresses of both families, each family's first being its primary one
 * @param routes of the main table and of the ENI's own, in the order in which they can be made
 * @param rules from each address and delegated prefix, lookup the ENI's table
 */
public record EniNetwork(Eni eni, Link link, List<Address> addresses, List<Route> routes, List<Rule> rules) {

    public EniNetwork {
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
    }

    public List<Address> addresses(Family family) {
        return addresses.stream()
                .filter(address -> address.ip().family() == family)
                .toList();
    }

    public List<Route> routes(int table, Family family) {
        return routes.stream()
                .filter(route -> route.table() == table && route.family() == family)
                .toList();
    }

    public List<Rule> rules(Family family) {
        return rules.stream().filter(rule -> rule.family() == family).toList();
    }

    /** The default route in the main table. */
    public Optional<Route> mainDefault(Family family) {
        return routes(Route.MAIN, family).stream()
                .filter(route -> route.destination().isEverything())
                .findFirst();
    }

    /** The metric of what leads out by this ENI in the main table; empty where nothing does there. */
    public OptionalLong metric(Family family) {
        return routes(Route.MAIN, family).stream().mapToLong(Route::metric).max();
    }
}
