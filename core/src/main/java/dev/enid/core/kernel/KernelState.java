package dev.enid.core.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything enid reads of one network namespace, as one dump saw it. Lists are in the kernel's own order, which for
 * rules is the order in which they are asked.
 */
public record KernelState(
        List<Link> links,
        List<Address> addresses,
        List<Route> routes,
        List<Rule> rules,
        List<Neighbor> neighbors,
        List<Sysctl> sysctls)
        implements LinkNames {

    public static final KernelState EMPTY =
            new KernelState(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public KernelState {
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
        neighbors = List.copyOf(neighbors);
        sysctls = List.copyOf(sysctls);
    }

    public Optional<Link> link(int index) {
        return links.stream().filter(link -> link.index() == index).findFirst();
    }

    /** The link of that name or alternative name. */
    public Optional<Link> link(String name) {
        return links.stream()
                .filter(link -> link.name().equals(name) || link.altNames().contains(name))
                .findFirst();
    }

    /** Every object, kind by kind. */
    public Stream<KernelObject> objects() {
        List<KernelObject> all = new ArrayList<>(
                links.size() + addresses.size() + routes.size() + rules.size() + neighbors.size() + sysctls.size());
        all.addAll(links);
        all.addAll(addresses);
        all.addAll(routes);
        all.addAll(rules);
        all.addAll(neighbors);
        all.addAll(sysctls);
        return all.stream();
    }

    @Override
    public String name(int index) {
        return link(index).map(Link::name).orElse("if" + index);
    }
}
