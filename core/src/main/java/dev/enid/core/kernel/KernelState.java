package dev.enid.core.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything enid reads of one network namespace, as one dump saw it. Lists are in the kernel's own order, which for
 * rules is the order in which they are asked.
 *
 * @param marks the table of nftables that is enid's; empty where there is none, or where it was not looked for
 */
public record KernelState(
        List<Link> links,
        List<Address> addresses,
        List<Route> routes,
        List<Rule> rules,
        List<Neighbor> neighbors,
        List<Sysctl> sysctls,
        Optional<MarkTable> marks)
        implements LinkNames {

    public static final KernelState EMPTY =
            new KernelState(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** Without marks. */
    public KernelState(
            List<Link> links,
            List<Address> addresses,
            List<Route> routes,
            List<Rule> rules,
            List<Neighbor> neighbors,
            List<Sysctl> sysctls) {
        this(links, addresses, routes, rules, neighbors, sysctls, Optional.empty());
    }

    public KernelState {
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        rules = List.copyOf(rules);
        neighbors = List.copyOf(neighbors);
        sysctls = List.copyOf(sysctls);
    }

    /** The same, with that table of nftables. */
    public KernelState withMarks(Optional<MarkTable> table) {
        return new KernelState(links, addresses, routes, rules, neighbors, sysctls, table);
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
                links.size() + addresses.size() + routes.size() + rules.size() + neighbors.size() + sysctls.size() + 1);
        all.addAll(links);
        all.addAll(addresses);
        all.addAll(routes);
        all.addAll(rules);
        all.addAll(neighbors);
        all.addAll(sysctls);
        marks.ifPresent(all::add);
        return all.stream();
    }

    @Override
    public String name(int index) {
        return link(index).map(Link::name).orElse("if" + index);
    }
}
