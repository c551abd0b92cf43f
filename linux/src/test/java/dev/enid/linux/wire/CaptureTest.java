package dev.enid.linux.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Sysctl;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaptureTest {

    private static final int V0 = 3;
    private static final Ip FIRST_GATEWAY = Ip.parse("10.0.1.1");

    static Stream<Capture> captures() {
        return Capture.all().stream();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyDatagramIsEmittedAsItWasRead(Capture capture) {
        assertThat(capture.datagrams())
                .isNotEmpty()
                .allSatisfy(bytes -> assertThat(HexFormat.of().formatHex(Capture.encoded(Capture.decoded(bytes))))
                        .isEqualTo(HexFormat.of().formatHex(bytes)));
    }

    @Test
    void aLinkTellsWhatItIs() {
        LinkMessage link =
                Capture.of("ip link show v0").answers(LinkMessage.class).getFirst();
        assertThat(link.name()).isEqualTo("v0");
        assertThat(link.header().index()).isEqualTo(V0);
        assertThat(link.kind()).isEqualTo("veth");
        assertThat(link.mtu()).isEqualTo(9001);
        assertThat(link.maxMtu()).isEqualTo(65535);
        assertThat(link.up()).isTrue();
        assertThat(link.carrier()).isTrue();
        assertThat(link.loopback()).isFalse();
        assertThat(link.parent()).isEqualTo(2);
        assertThat(link.parentElsewhere()).isFalse();
        assertThat(link.altNames()).containsExactly("eni-0123456789abcdef0");
        assertThat(link.mac()).isPresent();
        assertThat(link.sysctl(Sysctl.Name.ACCEPT_DAD)).isEqualTo(OptionalInt.of(1));
        assertThat(link.sysctl(Sysctl.Name.DAD_TRANSMITS)).isEqualTo(OptionalInt.of(1));
    }

    @Test
    void aDumpOfLinksSeesEachOfThem() {
        assertThat(Capture.of("ip link show").answers(LinkMessage.class))
                .extracting(LinkMessage::name)
                .containsExactly("lo", "v1", "v0", "br0", "x1", "x7");
    }

    @Test
    void changesOfALinkSayWhatToChange() {
        assertThat(linkRequest("ip link set v0 up mtu 9001"))
                .isEqualTo(LinkMessage.of(V0).withUp(true).withMtu(9001));
        assertThat(linkRequest("ip link set v1 address 02:00:00:00:00:01"))
                .isEqualTo(LinkMessage.of(2).withMac(Mac.parse("02:00:00:00:00:01")));
        assertThat(linkRequest("ip link set v1 master br0"))
                .isEqualTo(LinkMessage.of(2).withMaster(4));
        assertThat(linkRequest("ip link set x0 name x7"))
                .isEqualTo(LinkMessage.of(6).withName("x7"));
    }

    @Test
    void alternativeNamesAreAProperty() {
        LinkMessage link = Capture.of(
                        "ip link property add dev v0 altname eni-0123456789abcdef0 altname device-number-1")
                .request(LinkMessage.class);
        assertThat(link)
                .isEqualTo(LinkMessage.of(V0)
                        .withAltNames(new TreeSet<>(List.of("eni-0123456789abcdef0", "device-number-1")))
                        .with(out -> out.nest(
                                52,
                                names -> names.text(53, "eni-0123456789abcdef0").text(53, "device-number-1"))));
    }

    private static LinkMessage linkRequest(String command) {
        return Capture.of(command).request(LinkMessage.class);
    }

    @Test
    void anAddressTellsItsFlagsAndItsOtherEnd() {
        List<AddressMessage> v4 = Capture.of("ip -4 address show").answers(AddressMessage.class);
        assertThat(v4)
                .extracting(AddressMessage::ip)
                .containsExactly(Ip.parse("10.0.1.10"), Ip.parse("10.0.1.11"), Ip.parse("10.9.0.1"));
        assertThat(v4.getFirst().flags()).isEqualTo(0x280);
        assertThat(v4.getFirst().prefixLength()).isEqualTo(24);
        assertThat(v4.getFirst().peer()).isEmpty();
        assertThat(v4.getLast().peer()).contains(Ip.parse("10.9.0.2"));

        List<AddressMessage> v6 = Capture.of("ip -6 address show").answers(AddressMessage.class);
        assertThat(v6)
                .filteredOn(address -> address.ip().equals(Ip.parse("2001:db8:1::11")))
                .singleElement()
                .satisfies(address -> assertThat(address.lifetime()).contains(new AddressMessage.Lifetime(500, 1000)));
    }

    @Test
    void anAddressIsAskedForAsIpDoes() {
        assertThat(Capture.of("ip address add 10.0.1.11/32 dev v0").request(AddressMessage.class))
                .isEqualTo(AddressMessage.of(V0, Ip.parse("10.0.1.11"), 32, 0, 0));
    }

    @Test
    void aRouteTellsWhereItLeaves() {
        List<RouteMessage> routes = Capture.of("ip -4 route show table all").answers(RouteMessage.class);

        RouteMessage fallback = only(routes, "0.0.0.0/0");
        assertThat(fallback.table()).isEqualTo(10001);
        assertThat(fallback.priority()).isEqualTo(612);
        assertThat(fallback.hops()).containsExactly(new RouteHop(V0, Optional.of(FIRST_GATEWAY), 1, 4, true));
        assertThat(fallback.hasMore()).isFalse();

        assertThat(only(routes, "203.0.113.0/24").hops())
                .containsExactly(
                        new RouteHop(V0, Optional.of(FIRST_GATEWAY), 3, 4, true),
                        new RouteHop(V0, Optional.of(Ip.parse("10.0.1.2")), 1, 4, true));
        assertThat(only(routes, "192.0.2.0/24").hops())
                .containsExactly(RouteHop.of(V0, Optional.of(Ip.parse("fe80::1"))));
        assertThat(only(routes, "198.51.100.0/24").metrics()).isEqualTo(new TreeMap<>(Map.of(2, 1400L, 8, 1360L)));
        assertThat(only(routes, "192.0.2.128/25").hops()).isEmpty();
        assertThat(only(routes, "192.0.2.128/25").type()).isEqualTo(6);
        assertThat(routes)
                .filteredOn(
                        route -> route.table() == 10001 && route.destination().equals(Cidr.parse("10.0.1.0/24")))
                .singleElement()
                .satisfies(route -> {
                    assertThat(route.preferredSource()).contains(Ip.parse("10.0.1.10"));
                    assertThat(route.protocol()).isEqualTo(77);
                    assertThat(route.scope()).isEqualTo(253);
                });
    }

    @Test
    void aRouteThatIsMoreThanItsMethodsTellSaysSo() {
        List<RouteMessage> routes = Capture.of("ip -4 route show table all").answers(RouteMessage.class);
        assertThat(only(routes, "192.0.2.64/26").hasMore()).as("encap").isTrue();
        assertThat(only(routes, "192.0.2.32/27").hasMore()).as("tos").isTrue();
        assertThat(only(routes, "192.0.2.16/28").hasMore()).as("nhid").isTrue();
        assertThat(only(routes, "203.0.113.0/24").hasMore()).as("multipath").isFalse();
    }

    @Test
    void ipv6HopsOfOneDestinationAreOneRoute() {
        List<RouteMessage> routes = Capture.of("ip -6 route show table all").answers(RouteMessage.class);
        assertThat(only(routes, "2001:db8:9::/48").hops())
                .extracting(RouteHop::gateway)
                .containsExactlyInAnyOrder(
                        Optional.of(Ip.parse("fe80::1")),
                        Optional.of(Ip.parse("fe80::2")),
                        Optional.of(Ip.parse("fe80::3")));
        assertThat(only(routes, "::/0").hasMore()).isFalse();
    }

    private static RouteMessage only(List<RouteMessage> routes, String destination) {
        List<RouteMessage> found = routes.stream()
                .filter(route -> route.destination().equals(Cidr.parse(destination)))
                .toList();
        assertThat(found).as(destination).hasSize(1);
        return found.getFirst();
    }

    @Test
    void routesAreWrittenAsIpWritesThem() {
        assertThat(Capture.of("ip route add blackhole 192.0.2.128/25 table 10001")
                        .request(RouteMessage.class))
                .isEqualTo(RouteMessage.of(10001, Cidr.parse("192.0.2.128/25"), 6, 0, 3));
        List<RouteHop> hops = List.of(
                new RouteHop(V0, Optional.of(FIRST_GATEWAY), 3, 4, true),
                new RouteHop(V0, Optional.of(Ip.parse("10.0.1.2")), 1, 4, true));
        RouteMessage multipath = Capture.of("ip route add 203.0.113.0/24 nexthop via 10.0.1.1 dev v0 onlink weight 3"
                        + " nexthop via 10.0.1.2 dev v0 onlink")
                .request(RouteMessage.class);
        RouteMessage ours =
                RouteMessage.of(254, Cidr.parse("203.0.113.0/24"), 1, 0, 3).withHops(hops);
        assertThat(texts(ours.attributes()))
                .containsAll(texts(multipath.attributes()).toList());
        assertThat(ours.header()).isEqualTo(multipath.header());
    }

    @Test
    void aRuleTellsWhichPacketsItIsAbout() {
        List<RuleMessage> rules = Capture.of("ip -4 rule show").answers(RuleMessage.class);
        assertThat(rules)
                .extracting(RuleMessage::priority)
                .containsExactly(0L, 100L, 101L, 102L, 103L, 10001L, 32766L, 32767L);

        RuleMessage not = rules.get(1);
        assertThat(not.inverted()).isTrue();
        assertThat(not.source()).contains(Cidr.parse("10.0.0.0/8"));
        assertThat(not.destination()).contains(Cidr.parse("192.0.2.0/24"));
        assertThat(not.iif()).contains("v0");
        assertThat(not.mark()).isEqualTo(0x1000000);
        assertThat(not.mask()).isEqualTo(0x7f000000);
        assertThat(not.suppressPrefixLength()).isZero();
        assertThat(not.table()).isEqualTo(254);
        assertThat(not.more()).isEmpty();

        RuleMessage ports = rules.get(2);
        assertThat(ports.oif()).contains("v0");
        assertThat(ports.uids()).contains(new RuleMessage.Range(1000, 1999));
        assertThat(ports.ipProtocol()).isEqualTo(6);
        assertThat(ports.sourcePorts()).contains(new RuleMessage.Range(1000, 2000));
        assertThat(ports.destinationPorts()).contains(new RuleMessage.Range(443, 443));
        assertThat(ports.suppressPrefixLength()).isEqualTo(-1);

        assertThat(rules.get(3).gotoPriority()).isEqualTo(10001);
        assertThat(rules.get(4).tos()).isEqualTo(0x10);
        assertThat(rules.get(4).action()).isEqualTo(7);
        assertThat(rules.get(4).more()).as("FRA_FLOW").containsExactly(11);
        assertThat(rules.get(5).protocol()).isEqualTo(77);
        assertThat(rules.get(5).table()).isEqualTo(10001);
        assertThat(rules.get(5).mask()).isZero();
    }

    @Test
    void rulesAreWrittenAsIpWritesThem() {
        RuleMessage captured = Capture.of("ip -6 rule add from 2001:db8:1::/80 lookup 10001 priority 10001 protocol 77")
                .request(RuleMessage.class);
        RuleMessage ours = RuleMessage.of(Family.V6, 10001, 1, 10001)
                .from(Cidr.parse("2001:db8:1::/80"))
                .withProtocol(77);
        assertThat(ours.header()).isEqualTo(captured.header());
        assertThat(ours.attributes())
                .extracting(Attribute::toString)
                .containsExactlyInAnyOrderElementsOf(Stream.of(captured.attributes())
                        .flatMap(CaptureTest::texts)
                        .toList());
    }

    private static Stream<String> texts(Attributes attributes) {
        Stream.Builder<String> texts = Stream.builder();
        attributes.forEach(attribute -> texts.add(attribute.toString()));
        return texts.build();
    }

    @Test
    void aNeighborIsPermanentOrAnsweredFor() {
        NeighborMessage neighbor =
                Capture.of("ip -4 neigh show").answers(NeighborMessage.class).getFirst();
        assertThat(neighbor.ip()).isEqualTo(FIRST_GATEWAY);
        assertThat(neighbor.mac()).contains(Mac.parse("02:00:00:00:00:02"));
        assertThat(neighbor.isPermanent()).isTrue();
        assertThat(neighbor.protocol()).isEqualTo(77);

        NeighborMessage proxy = Capture.of("ip -6 neigh show proxy")
                .answers(NeighborMessage.class)
                .getFirst();
        assertThat(proxy.isProxy()).isTrue();
        assertThat(proxy.mac()).isEmpty();
        assertThat(proxy.ip()).isEqualTo(Ip.parse("2001:db8:1::99"));
    }

    @Test
    void theKernelsWordsComeWithItsRefusal() {
        Acknowledgement refusal = Capture.of("ip route add 10.77.0.0/16 via 10.200.0.1")
                .answers(Acknowledgement.class)
                .getFirst();
        assertThat(refusal.error()).isEqualTo(101);
        assertThat(refusal.words()).contains("Nexthop has invalid gateway");

        assertThat(Capture.of("ip address add 10.0.1.10/24 dev v0").answers(Acknowledgement.class))
                .singleElement()
                .satisfies(answer -> assertThat(answer.words()).contains("ipv4: Address already assigned"));
        assertThat(Capture.of("ip link set v1 up").answers(Acknowledgement.class))
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.ok()).isTrue();
                    assertThat(answer.words()).isEmpty();
                });
    }

    @Test
    void aLookUpIsAskedForAsIpDoes() {
        RouteMessage captured = Capture.of(
                        "ip route get 198.51.100.7 from 10.0.1.10 oif v0 mark 5 uid 0 ipproto tcp sport 1 dport 22")
                .request(RouteMessage.class);
        RouteMessage ours = (RouteMessage) RouteQuery.to(Ip.parse("198.51.100.7"))
                .from(Ip.parse("10.0.1.10"))
                .outBy(V0)
                .marked(5)
                .ofUser(0)
                .over(6, 1, 22)
                .toRequest()
                .thing();
        assertThat(ours.header()).isEqualTo(captured.header());
        assertThat(texts(ours.attributes()))
                .containsExactlyInAnyOrderElementsOf(
                        texts(captured.attributes()).toList());

        RouteMessage matching = Capture.of("ip route get fibmatch 198.51.100.7").request(RouteMessage.class);
        assertThat(RouteQuery.to(Ip.parse("198.51.100.7"))
                        .matching()
                        .toRequest()
                        .thing())
                .isEqualTo(matching);
    }
}
