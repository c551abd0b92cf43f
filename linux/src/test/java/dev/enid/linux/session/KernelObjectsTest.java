package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.wire.AddressMessage;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.NeighborMessage;
import dev.enid.linux.wire.Request;
import dev.enid.linux.wire.RouteHop;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RouteQuery;
import dev.enid.linux.wire.RuleMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of object is made, changed and removed as the kernel lets it be, with {@code ip} as the witness. */
@ExtendWith(PrivateNetwork.Extension.class)
class KernelObjectsTest {

    private static final int OURS = 77;
    private static final int TABLE = 10001;
    private static final int UNICAST = 1;
    private static final int BLACKHOLE = 6;
    private static final int LOOK_UP = 1;
    private static final int NOPREFIXROUTE_NODAD = 0x202;
    private static final int NO_SUCH_LINK = 4711;

    /** Addresses of one family that play the parts of a story. */
    private record Cast(Ip host, Ip other, Ip gateway, Ip secondGateway, Cidr subnet, Cidr away) {
        static Cast of(Family family) {
            return switch (family) {
                case V4 ->
                    new Cast(
                            Ip.parse("10.0.1.10"),
                            Ip.parse("10.0.1.11"),
                            Ip.parse("10.0.1.1"),
                            Ip.parse("10.0.1.2"),
                            Cidr.parse("10.0.1.0/24"),
                            Cidr.parse("198.51.100.0/24"));
                case V6 ->
                    new Cast(
                            Ip.parse("2001:db8:1::10"),
                            Ip.parse("2001:db8:1::11"),
                            Ip.parse("fe80::ec2:1"),
                            Ip.parse("fe80::ec2:2"),
                            Cidr.parse("2001:db8:1::/64"),
                            Cidr.parse("2001:db8:ffff::/48"));
            };
        }
    }

    @Test
    void linksAreMadeChangedAndRemoved(PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        int v0 = network.pair("v0", "v1");
        session.execute(Request.add(LinkMessage.ofKind("br0", "bridge")));
        int bridge = network.index("br0");

        session.execute(Request.set(LinkMessage.of(network.index("v1")).withMaster(bridge)));
        session.execute(Request.set(LinkMessage.of(v0).withMtu(9001).withMac(Mac.parse("02:00:00:00:00:07"))));
        session.execute(Request.addAltNames(
                LinkMessage.of(v0).withAltNames(new TreeSet<>(List.of("eni-0123456789abcdef0", "device-number-1")))));

        LinkMessage link = session.link(v0).orElseThrow();
        assertThat(link.mtu()).isEqualTo(9001);
        assertThat(link.mac()).contains(Mac.parse("02:00:00:00:00:07"));
        assertThat(link.altNames()).containsExactly("device-number-1", "eni-0123456789abcdef0");
        assertThat(session.link("v1").orElseThrow().master()).isEqualTo(bridge);
        assertThat(session.link("br0").orElseThrow().kind()).isEqualTo("bridge");
        assertThat(network.ip("link show v0"))
                .contains("mtu 9001", "02:00:00:00:00:07", "altname eni-0123456789abcdef0");

        session.execute(
                Request.deleteAltNames(LinkMessage.of(v0).withAltNames(new TreeSet<>(List.of("device-number-1")))));
        session.execute(Request.set(LinkMessage.of(v0).withName("eth7")));
        session.execute(Request.set(LinkMessage.named("eth7").withUp(false)));
        link = session.link(v0).orElseThrow();
        assertThat(link.altNames()).containsExactly("eni-0123456789abcdef0");
        assertThat(link.name()).isEqualTo("eth7");
        assertThat(link.up()).isFalse();
        assertThat(session.link("v0")).isEmpty();

        session.execute(Request.delete(LinkMessage.of(v0)));
        assertThat(session.link(v0)).isEmpty();
        assertThat(session.link("v1")).as("its other end went with it").isEmpty();
        refused(Errno.ENODEV, () -> session.execute(Request.delete(LinkMessage.of(v0))));
        refused(Errno.EEXIST, () -> session.execute(Request.add(LinkMessage.ofKind("br0", "bridge"))));
    }

    @Test
    void anMtuBeyondWhatTheDeviceTakesIsRefusedWithTheKernelsWords(PrivateNetwork network) throws Exception {
        int v0 = network.pair("v0", "v1");
        LinuxException refusal = refused(
                Errno.EINVAL,
                () -> network.session().execute(Request.set(LinkMessage.of(v0).withMtu(70_000))));
        assertThat(refusal.kernelMessage()).contains("mtu greater than device maximum");
        assertThat(refusal)
                .hasMessage(
                        "set link if" + v0 + " mtu 70000: invalid argument (EINVAL): mtu greater than device maximum");
    }

    @ParameterizedTest
    @EnumSource
    void addressesAreMadeChangedAndRemoved(Family family, PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        int link = network.pair("v0", "v1");
        Cast cast = Cast.of(family);
        AddressMessage address = AddressMessage.of(link, cast.host, cast.subnet.prefixLength(), NOPREFIXROUTE_NODAD, 0)
                .withProtocol(OURS);

        session.execute(Request.add(address));
        assertThat(session.addresses(family))
                .filteredOn(found -> found.ip().equals(cast.host))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.link()).isEqualTo(link);
                    assertThat(found.prefixLength()).isEqualTo(cast.subnet.prefixLength());
                    assertThat(found.protocol()).isEqualTo(OURS);
                    assertThat(found.flags() & 0x200).as("noprefixroute").isNotZero();
                });
        assertThat(network.ip("address show v0")).contains(cast.host + "/" + cast.subnet.prefixLength());
        assertThat(session.routes(family))
                .noneMatch(route -> route.destination().equals(cast.subnet));

        refused(Errno.EEXIST, () -> session.execute(Request.add(address)));
        session.execute(Request.replace(address.withLifetime(new AddressMessage.Lifetime(500, 1000))));
        assertThat(session.addresses(family))
                .filteredOn(found -> found.ip().equals(cast.host))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.lifetime().orElseThrow().valid()).isBetween(900L, 1000L));

        session.execute(Request.delete(address));
        assertThat(session.addresses(family)).noneMatch(found -> found.ip().equals(cast.host));
        refused(Errno.EADDRNOTAVAIL, () -> session.execute(Request.delete(address)));
        refused(Errno.ENODEV, () -> session.execute(Request.add(AddressMessage.of(NO_SUCH_LINK, cast.host, 32, 0, 0))));
    }

    @ParameterizedTest
    @EnumSource
    void routesAreMadeReplacedAndRemoved(Family family, PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        int link = network.pair("v0", "v1");
        Cast cast = Cast.of(family);
        session.execute(Request.add(AddressMessage.of(link, cast.host, cast.subnet.prefixLength(), 0x2, 0)));

        RouteMessage route =
                RouteMessage.of(TABLE, family.everything(), UNICAST, 0, OURS).withPriority(612);
        RouteMessage first = route.withHops(List.of(onLink(link, cast.gateway)));
        session.execute(Request.add(first));
        RouteMessage found = only(session.routes(family, TABLE));
        assertThat(found.destination()).isEqualTo(family.everything());
        assertThat(found.protocol()).isEqualTo(OURS);
        assertThat(found.priority()).isEqualTo(612);
        assertThat(found.hops()).containsExactly(onLink(link, cast.gateway));
        assertThat(found.hasMore()).isFalse();
        assertThat(network.ip((family == Family.V6 ? "-6 " : "") + "route show table " + TABLE))
                .contains("default via " + cast.gateway + " dev v0 proto 77 metric 612");

        refused(Errno.EEXIST, () -> session.execute(Request.add(first)));
        session.execute(Request.replace(route.withHops(List.of(onLink(link, cast.secondGateway)))));
        assertThat(only(session.routes(family, TABLE)).hops()).containsExactly(onLink(link, cast.secondGateway));

        session.execute(Request.delete(route));
        assertThat(session.routes(family, TABLE)).isEmpty();
        refused(Errno.ESRCH, () -> session.execute(Request.delete(route)));
        refused(
                Errno.ENODEV,
                () -> session.execute(
                        Request.add(route.withHops(List.of(RouteHop.of(NO_SUCH_LINK, Optional.empty()))))));
        assertThat(session.routes(family, 99)).as("a table that never was").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRouteWithSeveralHopsMetricsAndASourceComesBackAsItWent(Family family, PrivateNetwork network)
            throws Exception {
        RtnetlinkSession session = network.session();
        int link = network.pair("v0", "v1");
        Cast cast = Cast.of(family);
        session.execute(Request.add(AddressMessage.of(link, cast.host, cast.subnet.prefixLength(), 0x2, 0)));

        List<RouteHop> hops = List.of(onLink(link, cast.gateway), onLink(link, cast.secondGateway));
        session.execute(Request.add(RouteMessage.of(TABLE, cast.away, UNICAST, 0, OURS)
                .withPriority(50)
                .withMetrics(new TreeMap<>(Map.of(2, 1400L)))
                .withPreferredSource(cast.host)
                .withHops(hops)));
        RouteMessage found = only(session.routes(family, TABLE));
        assertThat(found.hops()).containsExactlyElementsOf(hops);
        assertThat(found.metrics()).isEqualTo(new TreeMap<>(Map.of(2, 1400L)));
        assertThat(found.preferredSource()).contains(cast.host);
        assertThat(found.hasMore()).isFalse();

        session.execute(Request.add(
                RouteMessage.of(TABLE, cast.away, BLACKHOLE, 0, OURS).withPriority(60)));
        assertThat(session.routes(family, TABLE))
                .filteredOn(route -> route.type() == BLACKHOLE)
                .singleElement()
                .satisfies(route -> assertThat(route.priority()).isEqualTo(60));
    }

    @Test
    void anIpv4RouteMayLeaveByAnIpv6Gateway(PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        int link = network.pair("v0", "v1");
        RouteHop hop = RouteHop.of(link, Optional.of(Ip.parse("fe80::1")));
        session.execute(Request.add(RouteMessage.of(TABLE, Cidr.parse("192.0.2.0/24"), UNICAST, 0, OURS)
                .withHops(List.of(hop))));
        assertThat(only(session.routes(Family.V4, TABLE)).hops()).containsExactly(hop);
        assertThat(network.ip("route show table " + TABLE)).contains("192.0.2.0/24 via inet6 fe80::1 dev v0");
    }

    @ParameterizedTest
    @EnumSource
    void rulesAreMadeAndRemoved(Family family, PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        network.pair("v0", "v1");
        Cast cast = Cast.of(family);
        RuleMessage rule = RuleMessage.of(family, 9000, LOOK_UP, TABLE)
                .from(cast.subnet)
                .to(cast.away)
                .withIif("v0")
                .withOif("v1")
                .withMark(0x1000000, 0x7f000000)
                .withIpProtocol(6)
                .withUids(new RuleMessage.Range(0, 0))
                .withSourcePorts(new RuleMessage.Range(1000, 2000))
                .withDestinationPorts(new RuleMessage.Range(443, 443))
                .withSuppressPrefixLength(0)
                .withFlags(RuleMessage.INVERT)
                .withProtocol(OURS);

        session.execute(Request.add(rule));
        assertThat(session.rules(family))
                .filteredOn(found -> found.priority() == 9000)
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.source()).contains(cast.subnet);
                    assertThat(found.destination()).contains(cast.away);
                    assertThat(found.iif()).contains("v0");
                    assertThat(found.oif()).contains("v1");
                    assertThat(found.mark()).isEqualTo(0x1000000);
                    assertThat(found.mask()).isEqualTo(0x7f000000);
                    assertThat(found.ipProtocol()).isEqualTo(6);
                    assertThat(found.uids()).contains(new RuleMessage.Range(0, 0));
                    assertThat(found.sourcePorts()).contains(new RuleMessage.Range(1000, 2000));
                    assertThat(found.destinationPorts()).contains(new RuleMessage.Range(443, 443));
                    assertThat(found.suppressPrefixLength()).isZero();
                    assertThat(found.inverted()).isTrue();
                    assertThat(found.protocol()).isEqualTo(OURS);
                    assertThat(found.table()).isEqualTo(TABLE);
                    assertThat(found.more()).isEmpty();
                });
        refused(Errno.EEXIST, () -> session.execute(Request.add(rule)));
        session.execute(Request.delete(rule));
        refused(Errno.ENOENT, () -> session.execute(Request.delete(rule)));
    }

    @Test
    void theKernelTellsTwoRulesApartByMoreThanTheirPriority(PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        for (String from : List.of("10.0.1.10/32", "10.0.1.11/32")) {
            session.execute(
                    Request.add(RuleMessage.of(Family.V4, 9000, LOOK_UP, TABLE).from(Cidr.parse(from))));
        }
        session.execute(
                Request.delete(RuleMessage.of(Family.V4, 9000, LOOK_UP, TABLE).from(Cidr.parse("10.0.1.11/32"))));
        assertThat(session.rules(Family.V4))
                .filteredOn(rule -> rule.priority() == 9000)
                .extracting(RuleMessage::source)
                .containsExactly(Optional.of(Cidr.parse("10.0.1.10/32")));
    }

    @ParameterizedTest
    @EnumSource
    void neighborsAndProxiesAreMadeAndRemoved(Family family, PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        int link = network.pair("v0", "v1");
        Cast cast = Cast.of(family);
        Mac mac = Mac.parse("02:00:00:00:00:09");
        NeighborMessage neighbor =
                NeighborMessage.permanent(link, cast.gateway, mac).withProtocol(OURS);
        NeighborMessage proxy = NeighborMessage.proxy(link, cast.other).withProtocol(OURS);

        session.execute(Request.add(neighbor));
        session.execute(Request.add(proxy));
        assertThat(session.neighbors(family))
                .filteredOn(NeighborMessage::isPermanent)
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.ip()).isEqualTo(cast.gateway);
                    assertThat(found.mac()).contains(mac);
                    assertThat(found.protocol()).isEqualTo(OURS);
                });
        assertThat(session.proxies(family)).singleElement().satisfies(found -> {
            assertThat(found.isProxy()).isTrue();
            assertThat(found.ip()).isEqualTo(cast.other);
            assertThat(found.protocol()).isEqualTo(OURS);
        });

        refused(Errno.EEXIST, () -> session.execute(Request.add(neighbor)));
        session.execute(Request.delete(neighbor));
        session.execute(Request.delete(proxy));
        assertThat(session.proxies(family)).isEmpty();
        refused(Errno.ENOENT, () -> session.execute(Request.delete(proxy)));
        refused(
                Errno.ENODEV,
                () -> session.execute(Request.add(NeighborMessage.permanent(NO_SUCH_LINK, cast.gateway, mac))));
    }

    @ParameterizedTest
    @EnumSource
    void aLookUpAnswersAsTheRulesSay(Family family, PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        int v0 = network.pair("v0", "v1");
        int w0 = network.pair("w0", "w1");
        Cast cast = Cast.of(family);
        for (Ip ip : List.of(cast.host, cast.other)) {
            session.execute(Request.add(AddressMessage.of(v0, ip, family.bits(), NOPREFIXROUTE_NODAD, 0)));
        }
        session.execute(Request.add(fallback(family, 254, v0, cast.gateway)));
        session.execute(Request.add(fallback(family, TABLE, w0, cast.secondGateway)));
        session.execute(Request.add(RuleMessage.of(family, 9000, LOOK_UP, TABLE)
                .from(cast.other.toCidr())
                .withProtocol(OURS)));
        session.execute(Request.add(RuleMessage.of(family, 9001, LOOK_UP, TABLE).withMark(7, -1)));
        // Only user 0 is there in every user namespace; without a user the kernel takes the one who asks.
        Ip forUsers = cast.away.ip().plus(77);
        session.execute(Request.add(RuleMessage.of(family, 9002, LOOK_UP, TABLE)
                .to(forUsers.toCidr())
                .withUids(new RuleMessage.Range(0, 0))));
        RouteQuery query = RouteQuery.to(cast.away.ip().plus(9)).from(cast.host);

        assertThat(leavesBy(session.lookUp(query))).isEqualTo(v0);
        assertThat(leavesBy(session.lookUp(query.from(cast.other)))).isEqualTo(w0);
        assertThat(session.lookUp(query.from(cast.other)).table()).isEqualTo(TABLE);
        assertThat(leavesBy(session.lookUp(query.marked(7)))).isEqualTo(w0);
        assertThat(leavesBy(
                        session.lookUp(RouteQuery.to(forUsers).from(cast.host).ofUser(0))))
                .isEqualTo(w0);
        assertThat(leavesBy(session.lookUp(query.outBy(v0)))).isEqualTo(v0);

        RouteMessage match = session.lookUp(query.from(cast.other).matching());
        assertThat(match.destination()).isEqualTo(family.everything());
        assertThat(match.protocol()).isEqualTo(OURS);
    }

    @ParameterizedTest
    @EnumSource
    void aPacketThatWouldGoNowhereIsRefused(Family family, PrivateNetwork network) throws Exception {
        RtnetlinkSession session = network.session();
        Cast cast = Cast.of(family);
        refused(Errno.ENETUNREACH, () -> session.lookUp(RouteQuery.to(cast.away.ip())));
        session.execute(Request.add(RouteMessage.of(254, cast.away, BLACKHOLE, 0, OURS)));
        refused(Errno.EINVAL, () -> session.lookUp(RouteQuery.to(cast.away.ip())));
    }

    private static RouteMessage fallback(Family family, int table, int link, Ip gateway) {
        return RouteMessage.of(table, family.everything(), UNICAST, 0, OURS)
                .withPriority(512)
                .withHops(List.of(onLink(link, gateway)));
    }

    private static RouteHop onLink(int link, Ip gateway) {
        return new RouteHop(link, Optional.of(gateway), 1, 4, true);
    }

    private static int leavesBy(RouteMessage route) {
        return route.hops().getFirst().link();
    }

    private static RouteMessage only(List<RouteMessage> routes) {
        assertThat(routes).hasSize(1);
        return routes.getFirst();
    }

    /** Something the kernel is to refuse. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws LinuxException;
    }

    private static LinuxException refused(Errno errno, Attempt attempt) {
        LinuxException[] refusal = new LinuxException[1];
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(LinuxException.class, e -> {
            assertThat(e.errno()).isEqualTo(errno);
            refusal[0] = e;
        });
        return refusal[0];
    }
}
