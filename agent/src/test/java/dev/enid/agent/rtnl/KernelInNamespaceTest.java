package dev.enid.agent.rtnl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.host.PrivateHost;
import dev.enid.core.desire.Reason;
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
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Outcome;
import dev.enid.core.reading.Fault;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.wire.RouteQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same against the real kernel: what is put is what is read again, and {@code ip} sees it too. */
@ExtendWith(PrivateHost.Extension.class)
class KernelInNamespaceTest {

    private static final int OURS = 236;
    private static final Outcome DONE = new Outcome.Done();
    private static final Outcome ALREADY_SO = new Outcome.AlreadySo();
    private static final int FLAGS = Address.PERMANENT | Address.NOPREFIXROUTE;

    private PrivateHost host;
    private Kernel kernel;
    private int eth1;

    @BeforeEach
    void aLinkThatIsUp(PrivateHost given) throws LinuxException {
        host = given;
        // Without any IPv4 address there is no local table, and no gateway is taken for one.
        host.ip("link set lo up");
        kernel = Kernel.open(host.namespace());
        eth1 = host.plug("eth1", new Mac(0x02005e005301L));
        Link link = kernel.observe().link(eth1).orElseThrow();
        assertThat(apply(replace(link, link.withUp(true)))).containsExactly(DONE);
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    private static Change put(KernelObject object) {
        return new Change(new KernelStep.Put(object), new Reason("a test"));
    }

    private static Change drop(KernelObject object) {
        return new Change(new KernelStep.Drop(object), new Reason("a test"));
    }

    private static Change replace(KernelObject old, KernelObject object) {
        return new Change(new KernelStep.Replace(old, object), new Reason("a test"));
    }

    private List<Outcome> apply(Change... changes) {
        return kernel.apply(List.of(changes));
    }

    private Fault refused(Change change) {
        Outcome outcome = apply(change).getFirst();
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).fault();
    }

    private Optional<KernelObject> there(KernelObject object) throws LinuxException {
        return kernel.observe()
                .objects()
                .filter(each -> each.key().equals(object.key()))
                .findFirst();
    }

    private static Rule rule(String from) {
        Cidr cidr = Cidr.parse(from);
        return Rule.lookup(cidr.family(), 10001, Rule.Selector.from(cidr), 10001, OURS);
    }

    private Route gateway(String destination, String via, long metric) {
        return Route.unicast(10001, Cidr.parse(destination), NextHop.via(eth1, Ip.parse(via)), metric, OURS);
    }

    /** Each kind, both families: put, put again, read, dropped, dropped again. */
    private List<KernelObject> everyKind() {
        TreeMap<Integer, Long> metrics = new TreeMap<>();
        metrics.put(Route.METRIC_MTU, 1400L);
        Route subnet = Route.unicast(10001, Cidr.parse("10.0.1.0/24"), NextHop.direct(eth1), 0, OURS)
                .withPreferredSource(Ip.parse("10.0.1.5"));
        Route withMetrics = new Route(
                10001,
                Cidr.parse("10.7.0.0/16"),
                Route.Type.UNICAST,
                77,
                OURS,
                Route.SCOPE_UNIVERSE,
                Optional.empty(),
                List.of(NextHop.via(eth1, Ip.parse("10.0.1.9"))),
                metrics,
                false);
        Route twoWays = new Route(
                10001,
                Cidr.parse("10.8.0.0/16"),
                Route.Type.UNICAST,
                0,
                OURS,
                Route.SCOPE_UNIVERSE,
                Optional.empty(),
                List.of(
                        new NextHop(eth1, Optional.of(Ip.parse("10.0.1.8")), 1, NextHop.ONLINK),
                        new NextHop(eth1, Optional.of(Ip.parse("10.0.1.9")), 3, NextHop.ONLINK)),
                new TreeMap<>(),
                false);
        Rule.Selector marked = new Rule.Selector(
                Optional.empty(), Optional.empty(), Optional.of("lo"), Optional.empty(), 0x100, 0xff00, true, "");
        return List.of(
                Address.of(eth1, Ip.parse("10.0.1.5"), 24, FLAGS, OURS),
                Address.of(eth1, Ip.parse("10.0.1.6"), 32, FLAGS, OURS),
                Address.of(eth1, Ip.parse("2001:db8::5"), 64, FLAGS | Address.NODAD, OURS),
                new Neighbor(eth1, Ip.parse("10.0.1.1"), Optional.of(new Mac(0x02005e0053ffL)), false, OURS),
                new Neighbor(eth1, Ip.parse("10.0.1.77"), Optional.empty(), true, OURS),
                subnet,
                gateway("0.0.0.0/0", "10.0.1.1", 0),
                gateway("::/0", "fe80:ec2::1", 1024),
                Route.unicast(10001, Cidr.parse("2001:db8::/64"), NextHop.direct(eth1), 1024, OURS),
                Route.nowhere(Route.Type.THROW, 9999, Cidr.parse("10.9.0.0/16"), 0, OURS),
                Route.nowhere(Route.Type.THROW, 9999, Cidr.parse("2001:db8:9::/48"), 1024, OURS),
                Route.nowhere(Route.Type.BLACKHOLE, 9999, Cidr.parse("10.10.0.0/16"), 5, OURS),
                Route.nowhere(Route.Type.UNREACHABLE, 9999, Cidr.parse("2001:db8:a::/48"), 1024, OURS),
                Route.nowhere(Route.Type.PROHIBIT, 9999, Cidr.parse("10.11.0.0/16"), 0, OURS),
                withMetrics,
                twoWays,
                rule("10.0.1.5/32"),
                rule("10.0.3.16/28"),
                rule("2001:db8::5/128"),
                rule("2001:db8:0:0:1::/80"),
                Rule.lookup(Family.V4, 9998, marked, 10001, OURS),
                new Rule(Family.V6, 9997, Rule.Selector.ALL, Rule.Action.LOOKUP, Route.MAIN, 0, OURS),
                new Rule(
                        Family.V4,
                        9996,
                        Rule.Selector.from(Cidr.parse("192.0.2.0/24")),
                        Rule.Action.PROHIBIT,
                        0,
                        -1,
                        OURS));
    }

    @Test
    void everyKindIsPutReadAndDropped() throws LinuxException {
        List<KernelObject> all = everyKind();
        List<Change> puts = all.stream().map(KernelInNamespaceTest::put).toList();
        assertThat(kernel.apply(puts)).containsOnly(DONE);
        // The kernel takes a proxy twice without a word.
        assertThat(kernel.apply(puts.stream()
                        .filter(change -> !(change.step().object() instanceof Neighbor neighbor && neighbor.proxy()))
                        .toList()))
                .containsOnly(ALREADY_SO);

        KernelState state = kernel.observe();
        assertThat(state.objects().map(KernelInNamespaceTest::withoutState)).containsAll(all);
        assertThat(kernel.marksAddresses()).isTrue();
        assertThat(host.ip("rule")).contains("10001:\tfrom 10.0.1.5 lookup 10001 proto 236");
        assertThat(host.ip("route show table 10001")).contains("default via 10.0.1.1 dev eth1 proto 236 onlink");
        assertThat(host.ip("-6 route show table 9999")).contains("throw 2001:db8:9::/48");

        List<Change> drops =
                all.reversed().stream().map(KernelInNamespaceTest::drop).toList();
        assertThat(kernel.apply(drops)).containsOnly(DONE);
        assertThat(kernel.apply(drops)).containsOnly(ALREADY_SO);
        assertThat(kernel.observe().objects().map(KernelInNamespaceTest::withoutState))
                .doesNotContainAnyElementsOf(all);
    }

    private static KernelObject withoutState(KernelObject object) {
        return object instanceof Route route
                ? new Route(
                        route.table(),
                        route.destination(),
                        route.type(),
                        route.metric(),
                        route.protocol(),
                        route.scope(),
                        route.preferredSource(),
                        route.hops().stream().map(NextHop::withoutState).toList(),
                        route.metrics(),
                        route.opaque())
                : object;
    }

    @Test
    void aLinkIsSetUpWithItsMtuNamesAndSysctls() throws LinuxException {
        int eth2 = host.plug("eth2", new Mac(0x02005e005302L));
        Link before = kernel.observe().link(eth2).orElseThrow();
        assertThat(before.up()).isFalse();
        assertThat(before.parentElsewhere()).isTrue();
        Link wanted = before.withUp(true)
                .withMtu(9001)
                .withAltNames(new TreeSet<>(List.of("eni-0a1b2c3d4e5f60718", "device-number-2")));
        Sysctl sysctl = new Sysctl(eth2, Sysctl.Name.ARP_ANNOUNCE, 2);
        Sysctl detection = new Sysctl(eth2, Sysctl.Name.ACCEPT_DAD, 0);

        assertThat(apply(
                        put(sysctl),
                        replace(new Sysctl(eth2, Sysctl.Name.ACCEPT_DAD, 1), detection),
                        replace(before, wanted)))
                .containsOnly(DONE);

        KernelState state = kernel.observe();
        Link after = state.link("device-number-2").orElseThrow();
        assertThat(after.up()).isTrue();
        assertThat(after.mtu()).isEqualTo(9001);
        assertThat(after.altNames()).isEqualTo(wanted.altNames());
        assertThat(state.sysctls()).contains(sysctl, detection);
        assertThat(host.ip("link show eth2")).contains("altname eni-0a1b2c3d4e5f60718", "mtu 9001");
        assertThat(apply(replace(after, after.withAltNames(new TreeSet<>())))).containsExactly(DONE);
        assertThat(kernel.observe().link(eth2).orElseThrow().altNames()).isEmpty();
    }

    @Test
    void aRouteIsReplacedInOneStepInBothFamilies() throws LinuxException {
        for (List<Route> pair : List.of(
                List.of(gateway("0.0.0.0/0", "10.0.1.1", 0), gateway("0.0.0.0/0", "10.0.1.2", 0)),
                List.of(gateway("::/0", "fe80:ec2::1", 1024), gateway("::/0", "fe80:ec2::2", 1024)))) {
            assertThat(apply(put(pair.get(0)), replace(pair.get(0), pair.get(1))))
                    .containsOnly(DONE);

            List<Route> routes = kernel.observe().routes().stream()
                    .filter(route -> route.key().equals(pair.get(0).key()))
                    .toList();
            assertThat(routes)
                    .singleElement()
                    .satisfies(route ->
                            assertThat(route.hops()).isEqualTo(pair.get(1).hops()));
        }
    }

    @Test
    void anAddressIsReplacedByOneWithOtherFlags() throws LinuxException {
        for (String ip : List.of("10.0.1.5", "2001:db8::5")) {
            int length = Ip.parse(ip).family().bits();
            Address old = Address.of(eth1, Ip.parse(ip), length, Address.PERMANENT, OURS);
            Address wanted = Address.of(eth1, Ip.parse(ip), length, FLAGS | (length == 128 ? Address.NODAD : 0), OURS);

            assertThat(apply(put(old), replace(old, wanted))).containsOnly(DONE);

            assertThat(there(wanted)).contains(wanted);
        }
    }

    @Test
    void somebodyElsesRouteInThePlaceIsNamed() {
        host.ip("route add default via 10.0.1.254 dev eth1 table 10001 onlink");

        Fault fault = refused(put(gateway("0.0.0.0/0", "10.0.1.1", 0)));

        assertThat(fault.kind()).isEqualTo(Fault.Kind.EXISTS);
        assertThat(fault.detail()).contains("default via 10.0.1.254 dev eth1 table 10001");
    }

    @Test
    void theSameRouteOfSomebodyElseIsAlreadySo() throws LinuxException {
        host.ip("route add default via 10.0.1.1 dev eth1 table 10001 onlink proto static");
        Route ours = gateway("0.0.0.0/0", "10.0.1.1", 0);

        assertThat(apply(put(ours))).containsExactly(ALREADY_SO);
        assertThat(there(ours))
                .hasValueSatisfying(
                        route -> assertThat(((Route) route).protocol()).isEqualTo(Route.PROTOCOL_STATIC));
    }

    @Test
    void theKernelWouldRemoveTheFirstRuleThatFitsSoItIsNotAsked() throws LinuxException {
        host.ip("rule add priority 10001 from 10.0.1.5 iif lo lookup 10001");
        Rule ours = rule("10.0.1.5/32");
        assertThat(apply(put(ours))).containsExactly(DONE);

        assertThat(refused(drop(ours)).detail()).contains("iif lo");
        assertThat(there(ours)).contains(ours);
        assertThat(host.ip("rule")).contains("from 10.0.1.5 iif lo lookup 10001");
    }

    @Test
    void aLinkThatLeftTheNamespaceIsGone() throws LinuxException {
        Route ours = gateway("0.0.0.0/0", "10.0.1.1", 0);
        Address address = Address.of(eth1, Ip.parse("10.0.1.5"), 32, FLAGS, OURS);
        Link link = kernel.observe().link(eth1).orElseThrow();
        host.unplug("eth1");

        assertThat(refused(put(ours)).kind()).isEqualTo(Fault.Kind.GONE);
        assertThat(refused(put(address)).kind()).isEqualTo(Fault.Kind.GONE);
        assertThat(refused(put(new Sysctl(eth1, Sysctl.Name.ARP_IGNORE, 1))).kind())
                .isEqualTo(Fault.Kind.GONE);
        assertThat(refused(replace(link, link.withMtu(1400))).kind()).isEqualTo(Fault.Kind.GONE);
        assertThat(apply(drop(ours), drop(address))).containsOnly(ALREADY_SO);
    }

    @Test
    void aLinkThatIsDownIsNoPlaceForARoute() throws LinuxException {
        Link link = kernel.observe().link(eth1).orElseThrow();
        assertThat(apply(replace(link, link.withUp(false)))).containsExactly(DONE);

        assertThat(refused(put(gateway("0.0.0.0/0", "10.0.1.1", 0))).kind()).isEqualTo(Fault.Kind.GONE);
    }

    @Test
    void ipv6SwitchedOffIsSaid() {
        apply(put(new Sysctl(eth1, Sysctl.Name.DISABLE_IPV6, 1)));

        Fault fault = refused(put(Address.of(eth1, Ip.parse("2001:db8::5"), 128, FLAGS, OURS)));

        assertThat(fault.kind()).isEqualTo(Fault.Kind.REFUSED);
        assertThat(fault.detail()).contains("net.ipv6.conf.eth1.disable_ipv6 is 1");
    }

    @Test
    void aSourceThatIsNotHereIsRefusedInTheKernelsWords() {
        Route route = Route.unicast(10001, Cidr.parse("10.0.1.0/24"), NextHop.direct(eth1), 0, OURS)
                .withPreferredSource(Ip.parse("10.0.1.5"));

        Fault fault = refused(put(route));

        assertThat(fault.kind()).isEqualTo(Fault.Kind.REFUSED);
        assertThat(fault.detail()).contains("EINVAL").containsIgnoringCase("prefsrc");
    }

    @Test
    void theKernelTellsWhereAPacketGoes() throws LinuxException {
        apply(
                put(Address.of(eth1, Ip.parse("10.0.1.5"), 24, FLAGS, OURS)),
                put(gateway("0.0.0.0/0", "10.0.1.1", 0)),
                put(rule("10.0.1.5/32")));

        assertThat(kernel.routeGet(RouteQuery.to(Ip.parse("198.51.100.1")).from(Ip.parse("10.0.1.5"))))
                .isEqualTo(new Kernel.Way.By(
                        Route.Type.UNICAST, eth1, Optional.of(Ip.parse("10.0.1.1")), Optional.empty(), 10001));
        assertThat(kernel.routeGet(RouteQuery.to(Ip.parse("10.0.1.5"))))
                .isInstanceOfSatisfying(
                        Kernel.Way.By.class, way -> assertThat(way.type()).isEqualTo(Route.Type.LOCAL));
        assertThat(kernel.routeGet(RouteQuery.to(Ip.parse("198.51.100.1"))))
                .isEqualTo(new Kernel.Way.Nowhere("no route (ENETUNREACH)"));
        host.ip("route add unreachable 198.51.100.0/24");
        assertThat(kernel.routeGet(RouteQuery.to(Ip.parse("198.51.100.1"))))
                .isEqualTo(new Kernel.Way.Nowhere("unreachable (EHOSTUNREACH)"));
    }

    @Test
    void twoThousandRulesAndRoutesAreThereAfterOneCall() throws LinuxException {
        List<Change> changes = new ArrayList<>();
        Ip first = Ip.parse("10.1.0.0");
        for (int i = 0; i < 1000; i++) {
            changes.add(put(Route.unicast(10001, first.plus(i).toCidr(), NextHop.direct(eth1), 0, OURS)));
        }
        for (int i = 0; i < 1000; i++) {
            changes.add(put(rule(first.plus(i) + "/32")));
        }

        assertThat(kernel.apply(changes)).containsOnly(DONE);

        KernelState state = kernel.observe();
        assertThat(state.rules().stream().filter(rule -> rule.protocol() == OURS))
                .hasSize(1000);
        assertThat(state.routes().stream().filter(route -> route.protocol() == OURS))
                .hasSize(1000);
        assertThat(kernel.apply(changes)).containsOnly(ALREADY_SO);
    }
}
