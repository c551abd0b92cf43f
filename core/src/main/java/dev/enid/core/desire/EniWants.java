package dev.enid.core.desire;

import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Addresses, routes and rules of one active ENI. */
final class EniWants {

    /** The part of fe80::/10 that is in use (RFC 4291, 2.5.6), as the kernel routes it on every link. */
    private static final Cidr LINK_LOCAL_V6 = Cidr.parse("fe80::/64");

    /** The kernel's own for IPv6, which has no metric 0. */
    private static final long METRIC_V6 = 1024;

    private final KernelState state;
    private final Ownership ownership;
    private final MainTable main;
    private final Elsewhere elsewhere;
    private final Settings settings;
    private final Optional<String> pods;

    private final Eni eni;
    private final Link link;
    private final List<Want> wants = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    EniWants(
            Placement placement,
            Snapshot snapshot,
            MainTable main,
            Elsewhere elsewhere,
            Settings settings,
            Optional<String> pods) {
        this.state = snapshot.state();
        this.ownership = snapshot.host().ownership();
        this.main = main;
        this.elsewhere = elsewhere;
        this.settings = settings;
        this.pods = pods;
        this.eni = placement.eni();
        this.link = placement.link().orElseThrow();
    }

    List<Want> wants() {
        return wants;
    }

    List<Refused> refused() {
        return refused;
    }

    List<String> notes() {
        return notes;
    }

    void note(String text) {
        notes.add(text);
    }

    /** The primary's first address is the host's own, by DHCP or by hand, and never ours. */
    void addresses(Family family) {
        List<Ip> all = eni.addresses(family);
        for (int i = 0; i < all.size(); i++) {
            Ip ip = all.get(i);
            boolean first = i == 0;
            if (first && eni.primary() && family == Family.V4) {
                continue;
            }
            Optional<String> held = elsewhere.of(ip, link.index());
            if (held.isPresent()) {
                note(ip + " is " + held.get() + " already: left there, and routed by source");
                continue;
            }
            String role = first ? "the primary " + family.keyword() + " address" : "an address";
            Address address = Address.of(
                    link.index(), ip, prefixLength(ip, first && !eni.primary()), flags(family), ownership.protocol());
            want(new Want(address, new Reason(ip, " is ", role, " of ", eni.id())), !isKnownBy(ip));
        }
        if (settings.localPrefixes()) {
            prefixes(family).forEach(prefix -> want(localPrefix(prefix), true));
        }
    }

    private int prefixLength(Ip ip, boolean ofSubnet) {
        if (!ofSubnet) {
            return ip.family().bits();
        }
        return eni.subnets(ip.family()).stream()
                .filter(subnet -> subnet.contains(ip))
                .mapToInt(Cidr::prefixLength)
                .findFirst()
                .orElse(ip.family().bits());
    }

    private static int flags(Family family) {
        return Address.PERMANENT | Address.NOPREFIXROUTE | (family == Family.V6 ? Address.NODAD : 0);
    }

    private Want localPrefix(Cidr prefix) {
        Route route = new Route(
                Route.LOCAL,
                prefix,
                Route.Type.LOCAL,
                metric(prefix.family()),
                ownership.protocol(),
                prefix.family() == Family.V4 ? Route.SCOPE_HOST : Route.SCOPE_UNIVERSE,
                Optional.empty(),
                List.of(NextHop.direct(link.index())),
                new TreeMap<>(),
                false);
        return new Want(route, new Reason(prefix + " is delegated to " + eni.id() + ", and local-prefixes = true"));
    }

    /** The ENI's own table: its subnets, its gateway, and whatever others route by it. */
    void table(Family family) {
        Optional<Ip> source = source(family);
        Map<Route.Id, Want> routes = new LinkedHashMap<>();
        for (Cidr subnet : eni.subnets(family)) {
            Route route = unicast(eni.table(), subnet, NextHop.direct(link.index()), metric(family), source);
            add(routes, new Want(route, new Reason(subnet + " is the subnet of " + eni.id())));
        }
        if (family == Family.V6) {
            Route route =
                    unicast(eni.table(), LINK_LOCAL_V6, NextHop.direct(link.index()), metric(family), Optional.empty());
            add(routes, new Want(route, new Reason("link-local neighbors are on the link itself")));
        }
        main.gateway(eni, link.index(), family).ifPresent(gateway -> {
            NextHop hop = NextHop.via(link.index(), gateway);
            Route route = unicast(eni.table(), family.everything(), hop, metric(family), Optional.empty());
            add(
                    routes,
                    new Want(
                            route,
                            new Reason("what " + eni.id() + "'s addresses send leaves by its gateway " + gateway)));
        });
        main.specifics(link.index())
                .filter(route -> route.family() == family)
                .filter(route -> !eni.subnets(family).contains(route.destination()))
                .forEach(route -> add(
                        routes,
                        new Want(
                                copy(route),
                                new Reason("the main table has " + route.destination() + " by " + link.name()
                                        + ": specific routes of others still win"))));
        wants.addAll(routes.values());
    }

    private static void add(Map<Route.Id, Want> routes, Want want) {
        routes.putIfAbsent(((Route) want.object()).key(), want);
    }

    private Route copy(Route route) {
        List<NextHop> hops = route.hops().stream()
                .filter(hop -> hop.link() == link.index())
                .map(OtherLinks::reachable)
                .toList();
        return new Route(
                eni.table(),
                route.destination(),
                route.type(),
                route.metric(),
                ownership.protocol(),
                route.scope(),
                route.preferredSource(),
                hops,
                route.metrics(),
                false);
    }

    /** A way out when the primary has none, and never before it. */
    void mainDefault(Family family) {
        main.gateway(eni, link.index(), family).ifPresent(gateway -> {
            long metric = main.base(family.everything()) + eni.metricOffset();
            NextHop hop = NextHop.via(link.index(), gateway);
            Route route = unicast(Route.MAIN, family.everything(), hop, metric, source(family));
            wants.add(new Want(route, new Reason(eni.id() + " serves when the primary ENI cannot")));
        });
    }

    /**
     * The ENI's neighbors are reached by it.
     *
     * @param ofPrimary the primary's subnets: where main leads to them by its default route only, as after DHCPv6, a route to the
     *     subnet by this ENI would go before it
     */
    void mainSubnets(Family family, List<Cidr> ofPrimary) {
        for (Cidr subnet : eni.subnets(family)) {
            if (ofPrimary.contains(subnet) && !main.primaryLeadsTo(subnet)) {
                continue;
            }
            long metric = main.base(subnet) + eni.metricOffset();
            Route route = unicast(Route.MAIN, subnet, NextHop.direct(link.index()), metric, source(family));
            wants.add(new Want(
                    route, new Reason(subnet + " is the subnet of " + eni.id() + ", after the routes of others")));
        }
    }

    /** Each address and each delegated prefix leaves by this ENI: the VPC takes it from no other. */
    void rules(Family family) {
        for (Ip ip : eni.addresses(family)) {
            want(rule(ip.toCidr(), ip, " belongs to "), !isKnownBy(ip));
        }
        prefixes(family).forEach(prefix -> want(rule(prefix, prefix, " is delegated to "), true));
    }

    private Want rule(Cidr from, Object what, String whose) {
        int table = eni.table();
        Rule rule = Rule.lookup(from.family(), table, Rule.Selector.from(from), table, ownership.protocol());
        return new Want(rule, new Reason(what, whose, eni.id(), ", and the VPC takes it from no other ENI"));
    }

    /** Where pods own an ENI's addresses, only the one the ENI is known by stays the host's. */
    private void want(Want want, boolean couldBePods) {
        if (couldBePods && pods.isPresent()) {
            refused.add(new Refused(want, Guard.PODS, "pods own the addresses of this ENI (seen: " + pods.get() + ")"));
        } else {
            wants.add(want);
        }
    }

    private boolean isKnownBy(Ip ip) {
        return eni.addresses(ip.family()).getFirst().equals(ip);
    }

    private List<Cidr> prefixes(Family family) {
        return eni.prefixes().stream()
                .filter(prefix -> prefix.family() == family)
                .toList();
    }

    /**
     * The source that routes by this ENI suggest: its first address. The kernel refuses one that is not on the host, as the
     * primary's is not before DHCP is through, and one of IPv6 that is still looked for among the neighbors: for about a second
     * after someone else's DHCPv6 client has put it there.
     */
    private Optional<Ip> source(Family family) {
        return eni.addresses(family).stream()
                .limit(1)
                .filter(ip -> !eni.primary() || family == Family.V6 || isOnHost(ip, 0))
                .filter(ip -> !(link.up() && isOnHost(ip, Address.TENTATIVE)))
                .findFirst();
    }

    /** Whether any link has the address, with these flags. */
    private boolean isOnHost(Ip ip, int flags) {
        return state.addresses().stream()
                .anyMatch(address ->
                        (address.flags() & flags) == flags && address.ip().equals(ip));
    }

    private Route unicast(int table, Cidr destination, NextHop hop, long metric, Optional<Ip> source) {
        Route route = Route.unicast(table, destination, hop, metric, ownership.protocol());
        return source.map(route::withPreferredSource).orElse(route);
    }

    private static long metric(Family family) {
        return family == Family.V4 ? 0 : METRIC_V6;
    }
}
