package dev.enid.agent.rtnl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.nftables.FakeNftables;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Reply;
import dev.enid.linux.wire.AddressMessage;
import dev.enid.linux.wire.Encoder;
import dev.enid.linux.wire.Envelope;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Message;
import dev.enid.linux.wire.NeighborMessage;
import dev.enid.linux.wire.NetconfMessage;
import dev.enid.linux.wire.Request;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RouteQuery;
import dev.enid.linux.wire.RuleMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A kernel in memory that answers requests as the real one does, and fails where it is told to. Changes are made by requests
 * only, or by the hand of somebody else through the methods of this class.
 */
public final class FakeKernel implements Rtnetlink {

    private static final int MTU = 4;
    private static final int LINK_INFO = 18;
    private static final int INFO_KIND = 1;
    private static final int AF_SPEC = 26;
    private static final int NET_NAMESPACE = 37;
    private static final int MOST_MTU = 51;
    private static final int PARENT = 5;

    private final TreeMap<Integer, Link> links = new TreeMap<>();
    private final List<Address> addresses = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Neighbor> neighbors = new ArrayList<>();
    private final Map<Sysctl.Id, Integer> sysctls = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final FakeNftables nftables = new FakeNftables();
    private boolean marksAddresses = true;
    private int batches;
    private int dumps;

    /** Something that goes wrong, a number of times. */
    private static final class Fault {
        private final String request;
        private final What what;
        private int left;

        Fault(String request, What what, int times) {
            this.request = request;
            this.what = what;
            this.left = times;
        }
    }

    /** What goes wrong. */
    private sealed interface What {
        record Refuse(Errno errno) implements What {}

        /** The request is carried out or not, and nobody hears. */
        record Silence(boolean carriedOut) implements What {}

        /** Somebody else is faster: this happens right before the request. */
        record Meanwhile(Runnable something) implements What {}

        record RefuseDump(Errno errno) implements What {}
    }

    /** A machine with its loopback link up, and the rules that Linux starts with. */
    public FakeKernel() {
        links.put(
                1,
                new Link(
                        1,
                        "lo",
                        "",
                        Optional.of(new Mac(0)),
                        Optional.empty(),
                        65536,
                        0,
                        true,
                        true,
                        true,
                        0,
                        0,
                        false,
                        new TreeSet<>()));
        for (Family family : Family.values()) {
            rules.add(Rule.lookup(family, 0, Rule.Selector.ALL, Route.LOCAL, Route.PROTOCOL_KERNEL));
            rules.add(Rule.lookup(family, 32766, Rule.Selector.ALL, Route.MAIN, Route.PROTOCOL_KERNEL));
        }
    }

    /** The kernel as the code under test opens it; it does not wait between attempts. */
    public Kernel kernel() {
        return new Kernel(this, nftables, attempt -> attempt <= Patience.PAUSES.size());
    }

    /** Its tables of nftables. */
    public FakeNftables nftables() {
        return nftables;
    }

    // What somebody else does.

    /** A link such as EC2 plugs in: down, with an MTU that can be 9001. */
    public void plug(int index, String name, Mac mac) {
        links.put(
                index,
                new Link(
                        index,
                        name,
                        "",
                        Optional.of(mac),
                        Optional.empty(),
                        1500,
                        9216,
                        false,
                        true,
                        false,
                        0,
                        0,
                        false,
                        new TreeSet<>()));
        for (Sysctl.Name sysctl : Sysctl.Name.values()) {
            sysctls.put(new Sysctl.Id(index, sysctl), sysctl == Sysctl.Name.ACCEPT_DAD ? 1 : 0);
        }
    }

    /** Takes a link out, or to another namespace, and all that lies on it. */
    public void unplug(int index) {
        links.remove(index);
        addresses.removeIf(address -> address.link() == index);
        routes.removeIf(route -> route.leavesBy(index));
        neighbors.removeIf(neighbor -> neighbor.link() == index);
        sysctls.keySet().removeIf(id -> id.link() == index);
    }

    public void rename(int index, String name) {
        Link link = link(index);
        links.put(
                index,
                new Link(
                        index,
                        name,
                        link.kind(),
                        link.mac(),
                        link.permanentMac(),
                        link.mtu(),
                        link.maxMtu(),
                        link.up(),
                        link.carrier(),
                        link.loopback(),
                        link.master(),
                        link.parent(),
                        link.parentElsewhere(),
                        link.altNames()));
    }

    public void setUp(int index, boolean up) {
        links.computeIfPresent(index, (_, link) -> link.withUp(up));
        if (!up) {
            routes.removeIf(route -> route.leavesBy(index));
        }
    }

    /** Puts something, whatever was there. */
    public void put(KernelObject object) {
        remove(object);
        switch (object) {
            case Link link -> links.put(link.index(), link);
            case Address address -> addresses.add(address);
            case Route route -> routes.add(route);
            case Rule rule -> insert(rule);
            case Neighbor neighbor -> neighbors.add(neighbor);
            case Sysctl sysctl -> sysctls.put(sysctl.key(), sysctl.value());
            case MarkTable table -> nftables.set(Optional.of(table));
        }
    }

    public void remove(KernelObject object) {
        addresses.removeIf(each -> each.key().equals(object.key()));
        routes.removeIf(each -> each.key().equals(object.key()));
        rules.removeIf(each -> each.key().equals(object.key()));
        neighbors.removeIf(each -> each.key().equals(object.key()));
    }

    /** A kernel before 5.18. */
    public void marksNoAddresses() {
        marksAddresses = false;
    }

    // What goes wrong.

    /** Refuses the next requests whose words contain that. */
    public void refuse(String request, Errno errno, int times) {
        faults.add(new Fault(request, new What.Refuse(errno), times));
    }

    /** Loses the answer to the next request whose words contain that. */
    public void loseAnswer(String request, boolean carriedOut) {
        faults.add(new Fault(request, new What.Silence(carriedOut), 1));
    }

    /** Lets something happen right before the next request whose words contain that. */
    public void meanwhile(String request, Runnable something) {
        faults.add(new Fault(request, new What.Meanwhile(something), 1));
    }

    /** Refuses the next dumps of that kind: {@code link}, {@code address}, {@code route}, {@code rule}, {@code neighbor}. */
    public void refuseDump(String kind, Errno errno, int times) {
        faults.add(new Fault(kind, new What.RefuseDump(errno), times));
    }

    /** Fails when something that was to go wrong did not. */
    public void assertFaultsConsumed() {
        assertThat(nftables.faultsConsumed()).isTrue();
        assertThat(faults.stream().filter(fault -> fault.left > 0).map(fault -> fault.what + " at " + fault.request))
                .as("faults that nothing ran into")
                .isEmpty();
    }

    // What is there.

    public List<KernelObject> objects() {
        List<KernelObject> all = new ArrayList<>(links.values());
        all.addAll(addresses);
        all.addAll(routes);
        all.addAll(rules);
        all.addAll(neighbors);
        return all;
    }

    public boolean has(KernelObject object) {
        return objects().contains(object);
    }

    public Link link(int index) {
        return Optional.ofNullable(links.get(index)).orElseThrow();
    }

    public int sysctl(int link, Sysctl.Name name) {
        return Optional.ofNullable(sysctls.get(new Sysctl.Id(link, name))).orElseThrow();
    }

    /** The words of every request, in order. */
    public List<String> requests() {
        return words;
    }

    public int batches() {
        return batches;
    }

    public int dumps() {
        return dumps;
    }

    // What the code under test asks.

    private Optional<What> fault(String request, Predicate<What> kind) {
        for (Fault fault : faults) {
            if (fault.left > 0 && request.contains(fault.request) && kind.test(fault.what)) {
                fault.left--;
                return Optional.of(fault.what);
            }
        }
        return Optional.empty();
    }

    @Override
    public List<Reply> batch(List<Request> requests) {
        batches++;
        List<Reply> replies = new ArrayList<>();
        for (Request request : requests) {
            words.add(request.words());
            Optional<What> wrong = fault(request.words(), what -> !(what instanceof What.RefuseDump));
            Reply reply = switch (wrong.orElse(null)) {
                case What.Refuse(Errno errno) -> new Reply.Refused(new LinuxException(errno, request.words()));
                case What.Silence(boolean carriedOut) -> {
                    if (carriedOut) {
                        answer(request);
                    }
                    yield new Reply.Unknown();
                }
                case What.Meanwhile(Runnable something) -> {
                    something.run();
                    yield answer(request);
                }
                case What.RefuseDump _ -> throw new AssertionError();
                case null -> answer(request);
            };
            replies.add(reply);
        }
        return replies;
    }

    private Reply answer(Request request) {
        try {
            carryOut(request);
            return new Reply.Ok();
        } catch (LinuxException e) {
            return new Reply.Refused(e);
        }
    }

    private void carryOut(Request request) throws LinuxException {
        boolean delete = request.type() == request.thing().newType() + 1;
        switch (request.thing()) {
            case LinkMessage message -> link(request, message);
            case AddressMessage message -> address(request, Addresses.read(message), delete);
            case RouteMessage message -> route(request, Routes.read(message).orElseThrow(), delete);
            case RuleMessage message -> rule(request, Rules.read(message), delete);
            case NetconfMessage message -> throw new LinuxException(Errno.EOPNOTSUPP, request.words());
            case NeighborMessage message ->
                neighbor(request, Neighbors.read(message).orElseThrow(), delete);
        }
    }

    private static void check(boolean well, Errno errno, Request request) throws LinuxException {
        if (!well) {
            throw new LinuxException(errno, request.words());
        }
    }

    private static boolean isExclusive(Request request) {
        return (request.flags() & Envelope.EXCLUSIVE) != 0;
    }

    private void link(Request request, LinkMessage message) throws LinuxException {
        int index = message.header().index();
        check(links.containsKey(index), Errno.ENODEV, request);
        Link link = link(index);
        SortedSet<String> names = new TreeSet<>(link.altNames());
        if (request.type() == Request.addAltNames(message).type()) {
            boolean taken = links.values().stream()
                    .anyMatch(each -> message.altNames().stream()
                            .anyMatch(name ->
                                    each.name().equals(name) || each.altNames().contains(name)));
            check(!taken, Errno.EEXIST, request);
            names.addAll(message.altNames());
        } else if (request.type() == Request.deleteAltNames(message).type()) {
            check(names.removeAll(message.altNames()), Errno.ENOENT, request);
        }
        Link changed = link.withAltNames(names);
        if (message.mtu() != 0) {
            check(message.mtu() <= link.maxMtu(), Errno.EINVAL, request);
            changed = changed.withMtu(message.mtu());
        }
        if ((message.header().change() & LinkMessage.UP) != 0) {
            changed = changed.withUp(message.up());
        }
        links.put(index, changed);
    }

    private void address(Request request, Address asked, boolean delete) throws LinuxException {
        check(links.containsKey(asked.link()), Errno.ENODEV, request);
        Optional<Address> there = addresses.stream()
                .filter(each -> each.key().equals(asked.key()))
                .findFirst();
        if (delete) {
            check(there.isPresent(), Errno.EADDRNOTAVAIL, request);
            addresses.remove(there.orElseThrow());
            routes.removeIf(route -> route.preferredSource().equals(Optional.of(asked.ip())));
            return;
        }
        boolean off = asked.ip().family() == Family.V6
                && Integer.valueOf(1).equals(sysctls.get(new Sysctl.Id(asked.link(), Sysctl.Name.DISABLE_IPV6)));
        check(!off, Errno.EACCES, request);
        check(there.isEmpty() || !isExclusive(request), Errno.EEXIST, request);
        there.ifPresent(addresses::remove);
        addresses.add(new Address(
                asked.link(),
                asked.ip(),
                asked.prefixLength(),
                asked.peer(),
                asked.flags() | Address.PERMANENT,
                asked.scope(),
                marksAddresses ? asked.protocol() : 0));
    }

    private void route(Request request, Route asked, boolean delete) throws LinuxException {
        Optional<Route> there =
                routes.stream().filter(each -> each.key().equals(asked.key())).findFirst();
        if (delete) {
            boolean same =
                    there.filter(route -> route.protocol() == asked.protocol()).isPresent();
            check(same, Errno.ESRCH, request);
            routes.remove(there.orElseThrow());
            return;
        }
        for (NextHop hop : asked.hops()) {
            check(links.containsKey(hop.link()), Errno.ENODEV, request);
            check(link(hop.link()).up(), Errno.ENETDOWN, request);
            check(hop.gateway().isEmpty() || hop.onLink() || isOnLink(hop, asked.table()), Errno.ENETUNREACH, request);
        }
        boolean source = asked.preferredSource().stream().allMatch(this::isHere);
        check(source, Errno.EINVAL, request);
        check(there.isEmpty() || !isExclusive(request), Errno.EEXIST, request);
        there.ifPresent(routes::remove);
        routes.add(asked);
    }

    private boolean isOnLink(NextHop hop, int table) {
        return routes.stream()
                .anyMatch(route -> (route.table() == table || route.table() == Route.MAIN)
                        && route.leavesBy(hop.link())
                        && route.destination().contains(hop.gateway().orElseThrow()));
    }

    private boolean isHere(Ip ip) {
        return addresses.stream().anyMatch(address -> address.ip().equals(ip));
    }

    private void rule(Request request, Rule asked, boolean delete) throws LinuxException {
        if (delete) {
            Optional<Rule> hit = rules.stream()
                    .filter(each -> Rules.deletionHits(asked, each))
                    .findFirst();
            check(hit.isPresent(), Errno.ENOENT, request);
            rules.remove(hit.orElseThrow());
            return;
        }
        boolean there = rules.stream().anyMatch(each -> each.key().equals(asked.key()));
        check(!there || !isExclusive(request), Errno.EEXIST, request);
        insert(asked);
    }

    private void insert(Rule rule) {
        int at = 0;
        while (at < rules.size() && rules.get(at).priority() <= rule.priority()) {
            at++;
        }
        rules.add(at, rule);
    }

    private void neighbor(Request request, Neighbor asked, boolean delete) throws LinuxException {
        check(links.containsKey(asked.link()), Errno.ENODEV, request);
        Optional<Neighbor> there = neighbors.stream()
                .filter(each -> each.key().equals(asked.key()))
                .findFirst();
        check(!delete || there.isPresent(), Errno.ENOENT, request);
        check(delete || there.isEmpty() || !isExclusive(request), Errno.EEXIST, request);
        there.ifPresent(neighbors::remove);
        if (!delete) {
            neighbors.add(asked);
        }
    }

    @Override
    public <T extends Message.Thing> List<T> dump(T filter, Class<T> kind) throws LinuxException {
        dumps++;
        String name = kind.getSimpleName().replace("Message", "").toLowerCase(java.util.Locale.ROOT);
        Optional<What> wrong = fault(name, What.RefuseDump.class::isInstance);
        if (wrong.orElse(null) instanceof What.RefuseDump(Errno errno)) {
            throw new LinuxException(errno, "list " + name);
        }
        fault("list " + name, What.Meanwhile.class::isInstance)
                .ifPresent(what -> ((What.Meanwhile) what).something().run());
        return all(filter).stream().map(kind::cast).toList();
    }

    private List<? extends Message.Thing> all(Message.Thing filter) {
        return switch (filter) {
            case LinkMessage _ -> links.values().stream().map(this::wire).toList();
            case AddressMessage message ->
                addresses.stream()
                        .filter(each -> each.ip().family() == message.header().family())
                        .map(FakeKernel::wire)
                        .toList();
            case RouteMessage message ->
                routes.stream()
                        .filter(each -> each.family() == message.header().family())
                        .map(Routes::write)
                        .toList();
            case RuleMessage message ->
                rules.stream()
                        .filter(each -> each.family() == message.family())
                        .map(Rules::write)
                        .toList();
            case NetconfMessage _ -> List.of();
            case NeighborMessage message ->
                neighbors.stream()
                        .filter(each ->
                                each.ip().family() == message.header().family() && each.proxy() == message.isProxy())
                        .map(Neighbors::write)
                        .toList();
        };
    }

    private static AddressMessage wire(Address address) {
        AddressMessage message = AddressMessage.of(
                address.link(), address.ip(), address.prefixLength(), address.flags(), address.scope());
        return address.protocol() == 0 ? message : message.withProtocol(address.protocol());
    }

    private LinkMessage wire(Link link) {
        int flags = (link.up() ? LinkMessage.UP : 0)
                | (link.carrier() ? LinkMessage.LOWER_UP : 0)
                | (link.loopback() ? LinkMessage.LOOPBACK : 0);
        LinkMessage bare = LinkMessage.of(link.index());
        LinkMessage message = new LinkMessage(new LinkMessage.Header(0, link.index(), flags, 0), bare.attributes())
                .withName(link.name())
                .withAltNames(link.altNames())
                .with(out -> {
                    out.u32(MTU, link.mtu()).u32(MOST_MTU, link.maxMtu());
                    if (!link.kind().isEmpty()) {
                        out.nest(LINK_INFO, nest -> nest.text(INFO_KIND, link.kind()));
                    }
                    if (link.parent() != 0) {
                        out.u32(PARENT, link.parent());
                    }
                    if (link.parentElsewhere()) {
                        out.u32(NET_NAMESPACE, 0);
                    }
                    out.nest(
                            AF_SPEC,
                            families -> families.nest(Family.V4.number(), nest -> devconf(link, Family.V4, nest))
                                    .nest(Family.V6.number(), nest -> devconf(link, Family.V6, nest)));
                });
        return link.mac().map(message::withMac).orElse(message);
    }

    /** The arrays of IFLA_INET_CONF (1, counting from 1) and IFLA_INET6_CONF (2, counting from 0). */
    private void devconf(Link link, Family family, Encoder out) {
        byte[] values = new byte[4 * 64];
        for (Sysctl.Name name : Sysctl.Name.values()) {
            Integer value = sysctls.get(new Sysctl.Id(link.index(), name));
            if (name.family() == family && value != null) {
                values[4 * (name.devconf() - (family == Family.V4 ? 1 : 0))] = value.byteValue();
            }
        }
        out.raw(family == Family.V4 ? 1 : 2, values);
    }

    @Override
    public Optional<LinkMessage> linkNow(int index) throws LinuxException {
        return Optional.ofNullable(links.get(index)).map(this::wire);
    }

    @Override
    public RouteMessage lookUp(RouteQuery query) throws LinuxException {
        throw new LinuxException(Errno.EOPNOTSUPP, "route get " + query.destination());
    }

    @Override
    public Optional<Integer> readSysctl(String link, Sysctl.Name name) {
        return Optional.empty();
    }

    @Override
    public void writeSysctl(String link, Sysctl.Name name, int value) throws LinuxException {
        String request = "write " + value + " to " + link + "/" + name.file();
        words.add(request);
        Optional<What> wrong = fault(request, what -> !(what instanceof What.RefuseDump));
        if (wrong.orElse(null) instanceof What.Refuse(Errno errno)) {
            throw new LinuxException(errno, request);
        }
        if (wrong.orElse(null) instanceof What.Meanwhile(Runnable something)) {
            something.run();
        }
        Link found = links.values().stream()
                .filter(each -> each.name().equals(link))
                .findFirst()
                .orElseThrow(() -> new LinuxException(Errno.ENOENT, request));
        sysctls.put(new Sysctl.Id(found.index(), name), value);
    }

    @Override
    public void close() {}
}
