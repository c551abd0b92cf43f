package dev.enid.core.simulate;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.reading.Fault;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Routes as net/ipv4/fib_trie.c, net/ipv4/fib_semantics.c, net/ipv6/route.c and net/ipv6/ip6_fib.c keep them. */
final class Routes {

    /** IP6_RT_PRIO_USER of net/ip6_route.h: what IPv6 makes of metric 0. */
    private static final long METRIC_V6 = 1024;
    /** IP6_RT_PRIO_ADDRCONF: of the routes that come with an IPv6 address. */
    private static final long METRIC_V6_CONNECTED = 256;

    private static final Cidr MULTICAST_V6 = Cidr.parse("ff00::/8");

    private Routes() {}

    static Optional<Fault> put(Draft draft, Route asked, String doing) {
        Route route = normal(asked);
        Optional<Fault> fault = Gateways.check(draft, route, doing);
        if (fault.isPresent()) {
            return fault;
        }
        if (draft.routes.stream().anyMatch(each -> each.key().equals(route.key()))) {
            return Refusal.exists(doing);
        }
        draft.routes.add(route);
        return Optional.empty();
    }

    static Optional<Fault> replace(Draft draft, Route asked, String doing) {
        Route route = normal(asked);
        Optional<Fault> fault = Gateways.check(draft, route, doing);
        if (fault.isPresent()) {
            return fault;
        }
        int place = place(draft, route);
        if (place < 0) {
            return Refusal.absent(doing);
        }
        draft.routes.set(place, route);
        return Optional.empty();
    }

    /** The first of that identity, whoever made it; IPv6 first looks for one that has a gateway as the new one has. */
    private static int place(Draft draft, Route route) {
        int first = -1;
        for (int i = 0; i < draft.routes.size(); i++) {
            Route each = draft.routes.get(i);
            if (!each.key().equals(route.key())) {
                continue;
            }
            if (route.family() == Family.V4 || hasGateway(each) == hasGateway(route)) {
                return i;
            }
            first = first < 0 ? i : first;
        }
        return first;
    }

    private static boolean hasGateway(Route route) {
        return route.hops().stream().anyMatch(hop -> hop.gateway().isPresent());
    }

    /** A request that names every attribute, so that it takes nothing but this route. */
    static Optional<Fault> drop(Draft draft, Route asked, String doing) {
        Route route = normal(asked);
        return dropFirst(draft, each -> stateless(each).equals(stateless(route)))
                ? Optional.empty()
                : Refusal.absent(doing);
    }

    private static boolean dropFirst(Draft draft, Predicate<Route> which) {
        for (int i = 0; i < draft.routes.size(); i++) {
            if (which.test(draft.routes.get(i))) {
                draft.routes.remove(i);
                return true;
            }
        }
        return false;
    }

    private static Route stateless(Route route) {
        return withHops(route, route.hops().stream().map(NextHop::withoutState).toList());
    }

    private static Route normal(Route route) {
        boolean unset = route.family() == Family.V6 && route.metric() == 0;
        return unset
                ? new Route(
                        route.table(),
                        route.destination(),
                        route.type(),
                        METRIC_V6,
                        route.protocol(),
                        route.scope(),
                        route.preferredSource(),
                        route.hops(),
                        route.metrics(),
                        route.opaque())
                : route;
    }

    static void addLocal(Draft draft, Address address, Optional<Ip> source) {
        boolean v4 = address.ip().family() == Family.V4;
        addUnlessThere(
                draft,
                made(
                        Route.LOCAL,
                        address.ip().toCidr(),
                        Route.Type.LOCAL,
                        0,
                        v4 ? Route.SCOPE_HOST : Route.SCOPE_UNIVERSE,
                        source,
                        address.link()));
    }

    static void addConnected(Draft draft, Address address, Cidr subnet) {
        boolean v4 = subnet.family() == Family.V4;
        boolean loopback = draft.link(address.link()).map(Link::loopback).orElse(false);
        boolean local = v4 && loopback;
        addUnlessThere(
                draft,
                made(
                        local ? Route.LOCAL : Route.MAIN,
                        subnet,
                        local ? Route.Type.LOCAL : Route.Type.UNICAST,
                        v4 ? 0 : METRIC_V6_CONNECTED,
                        local ? Route.SCOPE_HOST : v4 ? Route.SCOPE_LINK : Route.SCOPE_UNIVERSE,
                        v4 ? Optional.of(address.ip()) : Optional.empty(),
                        address.link()));
    }

    static void addBroadcast(Draft draft, Address address, Ip broadcast) {
        addUnlessThere(
                draft,
                made(
                        Route.LOCAL,
                        broadcast.toCidr(),
                        Route.Type.BROADCAST,
                        0,
                        Route.SCOPE_LINK,
                        Optional.of(address.ip()),
                        address.link()));
    }

    static void addMulticastV6(Draft draft, int link) {
        addUnlessThere(
                draft,
                made(
                        Route.LOCAL,
                        MULTICAST_V6,
                        Route.Type.MULTICAST,
                        METRIC_V6_CONNECTED,
                        Route.SCOPE_UNIVERSE,
                        Optional.empty(),
                        link));
    }

    private static Route made(
            int table, Cidr to, Route.Type type, long metric, int scope, Optional<Ip> source, int link) {
        return new Route(
                table,
                to,
                type,
                metric,
                Route.PROTOCOL_KERNEL,
                scope,
                source,
                List.of(NextHop.direct(link)),
                new TreeMap<>(),
                false);
    }

    /** The kernel's own routes are appended beside others of the same identity: two links in one subnet have two of them. */
    private static void addUnlessThere(Draft draft, Route route) {
        if (draft.routes.stream().noneMatch(each -> stateless(each).equals(route))) {
            draft.routes.add(route);
        }
    }

    static void dropLocal(Draft draft, Address address) {
        draft.routes.removeIf(
                each -> isMade(each, Route.Type.LOCAL, address.ip().toCidr(), address.link()));
    }

    static void dropBroadcast(Draft draft, int link, Ip broadcast) {
        draft.routes.removeIf(each -> isMade(each, Route.Type.BROADCAST, broadcast.toCidr(), link));
    }

    static void dropConnected(Draft draft, Address address, Cidr subnet) {
        boolean v4 = subnet.family() == Family.V4;
        draft.routes.removeIf(each -> each.table() != Route.LOCAL
                && isMade(each, Route.Type.UNICAST, subnet, address.link())
                && (!v4 || each.preferredSource().equals(Optional.of(address.ip()))));
        draft.routes.removeIf(each -> v4 && isMade(each, Route.Type.LOCAL, subnet, address.link()));
    }

    private static boolean isMade(Route route, Route.Type type, Cidr to, int link) {
        return route.protocol() == Route.PROTOCOL_KERNEL
                && route.type() == type
                && route.destination().equals(to)
                && route.link() == link;
    }

    /**
     * fib_sync_down_addr(): routes of main that prefer the address as their source go with it, those of other tables stay
     * (before Linux 6.2 they could go too).
     */
    static void forgetSourceV4(Draft draft, Address address) {
        draft.routes.removeIf(
                each -> each.table() == Route.MAIN && each.preferredSource().equals(Optional.of(address.ip())));
    }

    /** rt6_remove_prefsrc(): the routes stay and no longer prefer it. */
    static void forgetSourceV6(Draft draft, Address address) {
        if (draft.addresses.stream().anyMatch(each -> each.ip().equals(address.ip()))) {
            return;
        }
        draft.routes.replaceAll(
                each -> each.leavesBy(address.link()) && each.preferredSource().equals(Optional.of(address.ip()))
                        ? withoutSource(each)
                        : each);
    }

    /** The last IPv4 address of a link takes every IPv4 route by it along, in all tables: fib_disable_ip(force). */
    static void lastAddressGone(Draft draft, int link) {
        killHops(draft, link, route -> route.family() == Family.V4);
    }

    /** Down: local IPv4 routes stay, all else by the link goes; a route with another hop left keeps it. */
    static void linkLowered(Draft draft, int link) {
        killHops(draft, link, route -> route.family() == Family.V6 || route.type() != Route.Type.LOCAL);
    }

    static void dropV6(Draft draft, int link) {
        killHops(draft, link, route -> route.family() == Family.V6);
    }

    private static void killHops(Draft draft, int link, Predicate<Route> which) {
        draft.routes.replaceAll(each -> which.test(each) && each.leavesBy(link) ? withDead(each, link) : each);
        draft.routes.removeIf(each -> each.leavesBy(link)
                && which.test(each)
                && each.hops().stream().allMatch(hop -> (hop.flags() & NextHop.DEAD) != 0));
    }

    private static Route withDead(Route route, int link) {
        int dead = NextHop.DEAD | NextHop.LINKDOWN;
        return withHops(
                route,
                route.hops().stream()
                        .map(hop -> hop.link() == link ? withFlags(hop, hop.flags() | dead) : hop)
                        .toList());
    }

    /** Up: hops by the link that were dead live again. */
    static void linkRaised(Draft draft, int link) {
        draft.routes.replaceAll(each -> each.leavesBy(link) ? withLiving(each, link) : each);
    }

    static void hopsRevived(Draft draft, int link) {
        draft.routes.replaceAll(
                each -> each.family() == Family.V4 && each.leavesBy(link) ? withLiving(each, link) : each);
    }

    private static Route withLiving(Route route, int link) {
        return withHops(
                route,
                route.hops().stream()
                        .map(hop -> hop.link() == link ? hop.withoutState() : hop)
                        .toList());
    }

    /** IPv4 drops a route with one hop less, IPv6 keeps the others. */
    static void linkRemoved(Draft draft, int link) {
        draft.routes.removeIf(each -> each.leavesBy(link)
                && (each.family() == Family.V4 || each.hops().stream().allMatch(hop -> hop.link() == link)));
        draft.routes.replaceAll(each -> each.leavesBy(link)
                ? withHops(
                        each,
                        each.hops().stream().filter(hop -> hop.link() != link).toList())
                : each);
    }

    private static NextHop withFlags(NextHop hop, int flags) {
        return new NextHop(hop.link(), hop.gateway(), hop.weight(), flags);
    }

    private static Route withHops(Route route, List<NextHop> hops) {
        return new Route(
                route.table(),
                route.destination(),
                route.type(),
                route.metric(),
                route.protocol(),
                route.scope(),
                route.preferredSource(),
                hops,
                route.metrics(),
                route.opaque());
    }

    private static Route withoutSource(Route route) {
        return new Route(
                route.table(),
                route.destination(),
                route.type(),
                route.metric(),
                route.protocol(),
                route.scope(),
                Optional.empty(),
                route.hops(),
                route.metrics(),
                route.opaque());
    }
}
