package dev.enid.core.simulate;

import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.LinkNames;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A state in the making: the only mutable thing in this package, and never seen outside of it. */
final class Draft implements LinkNames {

    final List<Link> links;
    final List<Address> addresses;
    final List<Route> routes;
    final List<Rule> rules;
    final List<Neighbor> neighbors;
    final List<Sysctl> sysctls;
    Optional<MarkTable> marks;

    Draft(KernelState state) {
        links = new ArrayList<>(state.links());
        addresses = new ArrayList<>(state.addresses());
        routes = new ArrayList<>(state.routes());
        rules = new ArrayList<>(state.rules());
        neighbors = new ArrayList<>(state.neighbors());
        sysctls = new ArrayList<>(state.sysctls());
        marks = state.marks();
    }

    KernelState toState() {
        return new KernelState(links, addresses, routes, rules, neighbors, sysctls, marks);
    }

    Optional<Link> link(int index) {
        return links.stream().filter(link -> link.index() == index).findFirst();
    }

    boolean isUp(int index) {
        return link(index).map(Link::up).orElse(false);
    }

    void set(Link link) {
        links.replaceAll(each -> each.index() == link.index() ? link : each);
    }

    List<Address> addressesOf(int link, Family family) {
        return addresses.stream()
                .filter(each -> each.link() == link && each.ip().family() == family)
                .toList();
    }

    OptionalInt sysctl(int link, Sysctl.Name name) {
        return sysctls.stream()
                .filter(each -> each.link() == link && each.name() == name)
                .mapToInt(Sysctl::value)
                .findFirst();
    }

    /** Whether the link carries IPv6 at all: net.ipv6.conf.LINK.disable_ipv6 is not set. */
    boolean carriesV6(int link) {
        return sysctl(link, Sysctl.Name.DISABLE_IPV6).orElse(0) == 0;
    }

    @Override
    public String name(int index) {
        return link(index).map(Link::name).orElse("if" + index);
    }
}
