package dev.enid.core.world;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What the words of iproute2 mean on a host with these links and addresses. */
record IpObjects(KernelState state) {

    Address address(Words words) {
        String[] parts = words.next().split("/", 2);
        Ip ip = Ip.parse(parts[0]);
        int flags = (words.flag("noprefixroute") ? Address.NOPREFIXROUTE : 0)
                | (words.flag("nodad") ? Address.NODAD : 0)
                | (words.flag("deprecated") ? Address.DEPRECATED : 0)
                | Address.PERMANENT;
        int link = index(words.after("dev").orElseThrow());
        int scope = ip.isLoopback()
                ? Route.SCOPE_HOST
                : ip.family() == Family.V6 && ip.isLinkLocal() ? Route.SCOPE_LINK : Route.SCOPE_UNIVERSE;
        Optional<Ip> peer = words.after("peer").map(Ip::parse);
        return new Address(link, ip, Integer.parseInt(parts[1]), peer, flags, scope, words.number("proto", 0));
    }

    Route route(Words words) {
        String first = words.next();
        Route.Type type = Arrays.stream(Route.Type.values())
                .filter(each -> each.keyword().equals(first))
                .findFirst()
                .orElse(Route.Type.UNICAST);
        String to = first.equals(type.keyword()) ? words.next() : first;
        List<NextHop> hops = new ArrayList<>();
        Optional<Words> hop = words.upTo("nexthop");
        while (hop.isPresent()) {
            hops.addFirst(hop(hop.get()));
            hop = words.upTo("nexthop");
        }
        boolean leaves = switch (type) {
            case BLACKHOLE, UNREACHABLE, PROHIBIT, THROW -> false;
            case UNICAST, LOCAL, BROADCAST, ANYCAST, MULTICAST -> true;
        };
        if (leaves && hops.isEmpty()) {
            hops.add(hop(words));
        }
        boolean gatewayless = hops.stream().allMatch(each -> each.gateway().isEmpty());
        Cidr destination = destination(to, words, hops);
        int scope = destination.family() == Family.V6 || !leaves || !gatewayless
                ? Route.SCOPE_UNIVERSE
                : type == Route.Type.LOCAL ? Route.SCOPE_HOST : Route.SCOPE_LINK;
        return new Route(
                words.number("table", Route.MAIN),
                destination,
                type,
                words.number("metric", 0),
                words.number("proto", Route.PROTOCOL_BOOT),
                scope,
                words.after("src").map(Ip::parse),
                hops,
                new TreeMap<>(),
                words.flag("encap"));
    }

    private static Cidr destination(String to, Words words, List<NextHop> hops) {
        if (!to.equals("default")) {
            return to.contains("/") ? Cidr.parse(to) : Ip.parse(to).toCidr();
        }
        boolean v6 = words.v6
                || hops.stream()
                        .anyMatch(hop -> hop.gateway()
                                .map(ip -> ip.family() == Family.V6)
                                .orElse(false));
        return v6 ? Family.V6.everything() : Family.V4.everything();
    }

    private NextHop hop(Words words) {
        Optional<Ip> gateway = words.after("via").map(Ip::parse);
        int flags = words.flag("onlink") ? NextHop.ONLINK : 0;
        int link = words.after("dev")
                .map(this::index)
                .orElseGet(() -> state.addresses().stream()
                        .filter(each -> Cidr.of(each.ip(), each.prefixLength()).contains(gateway.orElseThrow()))
                        .findFirst()
                        .orElseThrow()
                        .link());
        return new NextHop(link, gateway, words.number("weight", 1), flags);
    }

    Rule rule(Words words) {
        Optional<Cidr> from =
                words.after("from").filter(text -> !text.equals("all")).map(IpObjects::prefix);
        Optional<Cidr> to =
                words.after("to").filter(text -> !text.equals("all")).map(IpObjects::prefix);
        Family family = from.or(() -> to).map(Cidr::family).orElse(words.v6 ? Family.V6 : Family.V4);
        int mask = 0;
        int mark = 0;
        Optional<String> fwmark = words.after("fwmark");
        if (fwmark.isPresent()) {
            String[] parts = fwmark.get().split("/", 2);
            mark = Integer.decode(parts[0]);
            mask = parts.length > 1 ? Integer.decode(parts[1]) : -1;
        }
        Rule.Selector selector = new Rule.Selector(
                from,
                to,
                words.after("iif"),
                words.after("oif"),
                mark,
                mask,
                words.flag("not"),
                words.after("uidrange").map(range -> "uidrange " + range).orElse(""));
        Rule.Action action = Rule.Action.LOOKUP;
        int table = words.after("goto").map(Integer::parseInt).orElse(0);
        if (table != 0) {
            action = Rule.Action.GOTO;
        } else if (words.after("lookup").isPresent()) {
            table = words.number("lookup", 0);
        } else {
            action = Arrays.stream(Rule.Action.values())
                    .filter(each -> words.flag(each.name().toLowerCase(java.util.Locale.ROOT)))
                    .findFirst()
                    .orElseThrow();
        }
        return new Rule(
                family,
                words.number("pref", 0),
                selector,
                action,
                table,
                words.number("suppress_prefixlength", -1),
                words.number("proto", Route.PROTOCOL_BOOT));
    }

    private static Cidr prefix(String text) {
        return text.contains("/") ? Cidr.parse(text) : Ip.parse(text).toCidr();
    }

    Neighbor neighbor(Words words) {
        boolean proxy = words.flag("proxy");
        Ip ip = Ip.parse(proxy ? words.after("proxy").orElseThrow() : words.next());
        return new Neighbor(
                index(words.after("dev").orElseThrow()),
                ip,
                words.after("lladdr").map(Mac::parse),
                proxy,
                words.number("proto", 0));
    }

    /** {@code net.ipv4.conf.eth0.arp_ignore=1}. */
    Sysctl sysctl(String text) {
        String[] sides = text.split("=", 2);
        String[] path = sides[0].split("\\.", 5);
        Family family = path[1].equals("ipv4") ? Family.V4 : Family.V6;
        Sysctl.Name name = Arrays.stream(Sysctl.Name.values())
                .filter(each -> each.family() == family && each.file().equals(path[4]))
                .findFirst()
                .orElseThrow();
        return new Sysctl(path[3].equals("all") ? 0 : index(path[3]), name, Integer.parseInt(sides[1]));
    }

    int index(String name) {
        return state.link(name).orElseThrow().index();
    }
}
