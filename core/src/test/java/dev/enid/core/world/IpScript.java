package dev.enid.core.world;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.simulate.Simulated;
import dev.enid.core.simulate.Simulation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Commands as people type them, carried out on a simulated kernel: {@code address add 10.0.1.10/24 dev eth0}, {@code route add
 * default via 10.0.1.1 metric 100}, {@code rule add from 10.0.2.20 lookup 10001 pref 10001}, {@code link set eth0 up}. A line that
 * starts with {@code -6} is about IPv6 where it does not say so by itself; a route's device can be left out where an address tells
 * it.
 */
public final class IpScript {

    private KernelState state;

    private IpScript(KernelState state) {
        this.state = state;
    }

    /** A network namespace as it is born, with {@code lo} up. */
    public static IpScript born() {
        IpScript script = new IpScript(KernelState.EMPTY);
        for (Sysctl.Name name : Sysctl.Name.values()) {
            script.step(new KernelStep.Put(new Sysctl(0, name, 0)));
        }
        script.state = Simulation.linkAdded(script.state, link(1, "lo", "", Optional.empty(), true));
        for (Family family : Family.values()) {
            script.rule(family, 0, Route.LOCAL).rule(family, 32_766, Route.MAIN);
        }
        script.rule(Family.V4, 32_767, 253);
        return script.run(
                "link set lo up", "address add 127.0.0.1/8 dev lo", "address add ::1/128 dev lo noprefixroute");
    }

    public static IpScript on(KernelState state) {
        return new IpScript(state);
    }

    private IpScript rule(Family family, int priority, int table) {
        step(new KernelStep.Put(Rule.lookup(family, priority, Rule.Selector.ALL, table, Route.PROTOCOL_KERNEL)));
        return this;
    }

    public KernelState state() {
        return state;
    }

    /** All of it has to go well. */
    public IpScript run(String... lines) {
        for (String line : lines) {
            if (one(line) instanceof Simulated.Refused refused) {
                throw new IllegalArgumentException(line + ": " + refused.fault());
            }
        }
        return this;
    }

    /** As a careless script runs: what the kernel refuses, or what names a link that is not there, is left out. */
    public IpScript tryAll(List<String> lines) {
        lines.forEach(this::attempt);
        return this;
    }

    /** Whether the kernel took it. */
    private boolean attempt(String line) {
        try {
            return one(line) instanceof Simulated.Done;
        } catch (java.util.NoSuchElementException _) {
            return false;
        }
    }

    /** Carries one line out; the state changes when it goes well. */
    public Simulated one(String line) {
        Words words = new Words(line);
        return switch (words.next()) {
            case "link" -> link(words);
            case "address" -> step(words.next(), address(words));
            case "route" -> step(words.next(), route(words));
            case "rule" -> step(words.next(), rule(words));
            case "neighbor" -> step(words.next(), neighbor(words));
            case "sysctl" -> step(new KernelStep.Put(sysctl(words.next())));
            case String other -> throw new IllegalArgumentException("not a command: " + other);
        };
    }

    private Simulated step(String verb, KernelObject object) {
        return switch (verb) {
            case "add" -> step(new KernelStep.Put(object));
            case "replace" -> step(new KernelStep.Replace(object, object));
            case "del" -> step(new KernelStep.Drop(object));
            default -> throw new IllegalArgumentException("not a verb: " + verb);
        };
    }

    private Simulated step(KernelStep step) {
        Simulated simulated = Simulation.step(state, step);
        if (simulated instanceof Simulated.Done done) {
            state = done.state();
        }
        return simulated;
    }

    private Simulated link(Words words) {
        String verb = words.next();
        String name = words.next();
        if (verb.equals("add")) {
            int index = words.after("index")
                    .map(Integer::parseInt)
                    .orElse(state.links().size() + 1);
            Optional<Mac> mac = words.after("address").map(Mac::parse);
            Link added = link(index, name, words.after("type").orElse(""), mac, false);
            Optional<Integer> master = words.after("master").map(this::index);
            Optional<Integer> parent = words.after("parent").map(this::index);
            state = Simulation.linkAdded(state, on(added, master.orElse(0), parent.orElse(0), words.flag("elsewhere")));
            return new Simulated.Done(state);
        }
        Link link = state.link(name).orElseThrow();
        if (verb.equals("del")) {
            return step(new KernelStep.Drop(link));
        }
        Optional<String> renamed = words.after("name");
        if (renamed.isPresent()) {
            state = Simulation.linkRenamed(state, link.index(), renamed.get());
            return new Simulated.Done(state);
        }
        Link wanted = link.withMtu(words.after("mtu").map(Integer::parseInt).orElse(link.mtu()));
        Optional<String> altName = words.after("altname");
        if (altName.isPresent()) {
            TreeSet<String> names = new TreeSet<>(link.altNames());
            names.add(altName.get());
            wanted = wanted.withAltNames(names);
        }
        boolean up = words.flag("up") || (!words.flag("down") && link.up());
        return step(new KernelStep.Replace(link, wanted.withUp(up)));
    }

    private static Link link(int index, String name, String kind, Optional<Mac> mac, boolean loopback) {
        int maxMtu = loopback || !kind.isEmpty() ? 0 : 9216;
        return new Link(
                index,
                name,
                kind,
                mac,
                mac,
                loopback ? 65_536 : 1500,
                maxMtu,
                false,
                false,
                loopback,
                0,
                0,
                false,
                new TreeSet<>());
    }

    private static Link on(Link link, int master, int parent, boolean elsewhere) {
        return new Link(
                link.index(),
                link.name(),
                link.kind(),
                link.mac(),
                link.permanentMac(),
                link.mtu(),
                link.maxMtu(),
                link.up(),
                link.carrier(),
                link.loopback(),
                master,
                parent,
                elsewhere,
                link.altNames());
    }

    private Address address(Words words) {
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

    private Route route(Words words) {
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

    private Rule rule(Words words) {
        Optional<Cidr> from =
                words.after("from").filter(text -> !text.equals("all")).map(IpScript::prefix);
        Optional<Cidr> to =
                words.after("to").filter(text -> !text.equals("all")).map(IpScript::prefix);
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

    private Neighbor neighbor(Words words) {
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
    private Sysctl sysctl(String text) {
        String[] sides = text.split("=", 2);
        String[] path = sides[0].split("\\.", 5);
        Family family = path[1].equals("ipv4") ? Family.V4 : Family.V6;
        Sysctl.Name name = Arrays.stream(Sysctl.Name.values())
                .filter(each -> each.family() == family && each.file().equals(path[4]))
                .findFirst()
                .orElseThrow();
        return new Sysctl(path[3].equals("all") ? 0 : index(path[3]), name, Integer.parseInt(sides[1]));
    }

    private int index(String name) {
        return state.link(name).orElseThrow().index();
    }

    /** A line's words: those that tell by their place, and pairs of a keyword and its value in any order. */
    private static final class Words {
        final boolean v6;
        private final Deque<String> words;

        Words(String line) {
            this(new ArrayDeque<>(List.of(line.strip().split(" +"))));
        }

        private Words(Deque<String> words) {
            this.v6 = words.removeFirstOccurrence("-6");
            this.words = words;
        }

        String next() {
            return words.removeFirst();
        }

        boolean flag(String word) {
            return words.contains(word);
        }

        Optional<String> after(String keyword) {
            List<String> list = List.copyOf(words);
            int at = list.indexOf(keyword);
            return at < 0 || at + 1 >= list.size() ? Optional.empty() : Optional.of(list.get(at + 1));
        }

        int number(String keyword, int otherwise) {
            return after(keyword)
                    .map(text -> text.equals("main") ? Route.MAIN : Integer.parseInt(text))
                    .orElse(otherwise);
        }

        /** Cuts off and gives what follows the last such word. */
        Optional<Words> upTo(String keyword) {
            List<String> list = List.copyOf(words);
            int at = list.lastIndexOf(keyword);
            if (at < 0) {
                return Optional.empty();
            }
            words.clear();
            words.addAll(list.subList(0, at));
            return Optional.of(new Words(new ArrayDeque<>(list.subList(at + 1, list.size()))));
        }
    }
}
