package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.NetlinkSocket;
import dev.enid.linux.wire.AddressMessage;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Request;
import dev.enid.linux.wire.RouteHop;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RuleMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Much at once, with the real kernel: large batches, tables that change while they are read, queues that overflow. */
@ExtendWith(PrivateNetwork.Extension.class)
@Timeout(120)
class CrowdedKernelTest {

    private static final int COUNT = 1000;
    private static final int OURS = 77;

    @ParameterizedTest
    @EnumSource
    void twoThousandRulesAndRoutesAreThereAfterOneBatchAndGoneAfterAnother(Family family, PrivateNetwork network)
            throws Exception {
        RtnetlinkSession session = network.session();
        int link = network.pair("v0", "v1");
        List<RuleMessage> rules =
                IntStream.range(0, COUNT).mapToObj(i -> rule(family, i)).toList();
        List<RouteMessage> routes = IntStream.range(0, COUNT)
                .mapToObj(i -> RouteMessage.of(10_000 + i, family.everything(), 1, 0, OURS)
                        .withPriority(512)
                        .withHops(List.of(RouteHop.of(link, Optional.empty()))))
                .toList();
        List<Request> additions = new ArrayList<>();
        rules.forEach(rule -> additions.add(Request.add(rule)));
        routes.forEach(route -> additions.add(Request.add(route)));

        assertThat(session.batch(additions)).hasSize(2 * COUNT).allMatch(Reply.Ok.class::isInstance);
        assertThat(session.rules(family))
                .filteredOn(rule -> rule.protocol() == OURS)
                .extracting(RuleMessage::source, RuleMessage::table)
                .containsExactlyElementsOf(rules.stream()
                        .map(rule -> tuple(rule.source(), rule.table()))
                        .toList());
        assertThat(session.routes(family))
                .filteredOn(route -> route.protocol() == OURS)
                .extracting(RouteMessage::table)
                .containsExactlyInAnyOrderElementsOf(
                        routes.stream().map(RouteMessage::table).toList());

        assertThat(session.batch(additions))
                .as("the same again")
                .allSatisfy(reply -> assertThat(reply).isInstanceOf(Reply.Refused.class));

        List<Request> removals = new ArrayList<>();
        rules.forEach(rule -> removals.add(Request.delete(rule)));
        routes.forEach(route -> removals.add(Request.delete(route)));
        assertThat(session.batch(removals)).allMatch(Reply.Ok.class::isInstance);
        assertThat(session.rules(family)).noneMatch(rule -> rule.protocol() == OURS);
        assertThat(session.routes(family)).noneMatch(route -> route.protocol() == OURS);
    }

    /** As a socket with a tiny receive buffer whose owner believes in a large one. */
    @Test
    void answersThatOverflowTheQueueAreUnknown(PrivateNetwork network) throws Exception {
        try (RtnetlinkSession session = network.namespace().call(() -> {
            NetlinkSocket socket = NetlinkSocket.open();
            socket.receiveBuffer(1);
            return new RtnetlinkSession(new Believing(Transport.over(socket), 1024 * 1024));
        })) {
            List<Request> additions = IntStream.range(0, 200)
                    .mapToObj(i -> Request.add(rule(Family.V4, i)))
                    .toList();
            assertThat(session.batch(additions)).allMatch(Reply.Ok.class::isInstance);
            // All of them are there, and each is refused now.
            List<Reply> replies = session.batch(additions);
            assertThat(replies)
                    .hasSize(200)
                    .hasAtLeastOneElementOfType(Reply.Refused.class)
                    .anyMatch(Reply.Unknown.class::isInstance);
            assertThat(replies).noneMatch(Reply.Ok.class::isInstance);
        }
        assertThat(network.session().rules(Family.V4))
                .filteredOn(rule -> rule.protocol() == OURS)
                .hasSize(200);
    }

    @Test
    void theSameTinyQueueLosesNothingWhenItsSizeIsKnown(PrivateNetwork network) throws Exception {
        try (RtnetlinkSession session = network.namespace().call(() -> {
            NetlinkSocket socket = NetlinkSocket.open();
            socket.receiveBuffer(1);
            return new RtnetlinkSession(Transport.over(socket));
        })) {
            List<Request> additions = IntStream.range(0, 200)
                    .mapToObj(i -> Request.add(rule(Family.V4, i)))
                    .toList();
            assertThat(session.batch(additions)).allMatch(Reply.Ok.class::isInstance);
            assertThat(session.batch(additions)).allMatch(Reply.Refused.class::isInstance);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rulesThatChangeWhileTheyAreReadAreReadAgain(Family family, PrivateNetwork network) throws Exception {
        RtnetlinkSession other = network.session();
        List<Request> additions = IntStream.range(0, COUNT)
                .mapToObj(i -> Request.add(rule(family, i)))
                .toList();
        assertThat(other.batch(additions)).allMatch(Reply.Ok.class::isInstance);
        // The kernel goes on after as many rules as it has told: with the first one gone it passes one over.
        try (RtnetlinkSession session = meddled(network, 1, () -> other.execute(Request.delete(rule(family, 0))))) {
            assertThat(session.rules(family))
                    .filteredOn(rule -> rule.protocol() == OURS)
                    .extracting(RuleMessage::priority)
                    .containsExactlyElementsOf(
                            IntStream.range(1, COUNT).mapToObj(i -> 10_000L + i).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void routesThatChangeWhileTheyAreReadAreReadAgain(Family family, PrivateNetwork network) throws Exception {
        RtnetlinkSession other = network.session();
        int link = network.pair("v0", "v1");
        List<RouteMessage> routes = IntStream.range(0, COUNT)
                .mapToObj(i -> RouteMessage.of(10_000, rule(family, i).source().orElseThrow(), 1, 0, OURS)
                        .withHops(List.of(RouteHop.of(link, Optional.empty()))))
                .toList();
        assertThat(other.batch(routes.stream().map(Request::add).toList())).allMatch(Reply.Ok.class::isInstance);
        try (RtnetlinkSession session = meddled(network, 1, () -> other.execute(Request.delete(routes.getFirst())))) {
            assertThat(session.routes(family, 10_000))
                    .extracting(RouteMessage::destination)
                    .containsExactlyInAnyOrderElementsOf(routes.subList(1, COUNT).stream()
                            .map(RouteMessage::destination)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void addressesThatChangeWhileTheyAreReadAreReadAgain(Family family, PrivateNetwork network) throws Exception {
        RtnetlinkSession other = network.session();
        int link = network.pair("v0", "v1");
        List<AddressMessage> addresses = IntStream.range(0, COUNT)
                .mapToObj(i -> AddressMessage.of(
                        link, rule(family, i).source().orElseThrow().ip(), family.bits(), 0x202, 0))
                .toList();
        assertThat(other.batch(addresses.stream().map(Request::add).toList())).allMatch(Reply.Ok.class::isInstance);
        try (RtnetlinkSession session =
                meddled(network, 1, () -> other.execute(Request.delete(addresses.getFirst())))) {
            assertThat(session.addresses(family))
                    .filteredOn(address -> address.scope() == 0)
                    .extracting(AddressMessage::ip)
                    .containsExactlyInAnyOrderElementsOf(addresses.subList(1, COUNT).stream()
                            .map(AddressMessage::ip)
                            .toList());
        }
    }

    private static RtnetlinkSession meddled(PrivateNetwork network, int datagram, Meddling.Change change)
            throws LinuxException {
        return network.namespace()
                .call(() -> new RtnetlinkSession(new Meddling(Transport.over(NetlinkSocket.open()), datagram, change)));
    }

    @Test
    void aLinkWithManyNamesIsReadWhole(PrivateNetwork network) throws Exception {
        int link = network.pair("v0", "v1");
        for (int i = 0; i < 40; i++) {
            String name = ("name-" + i + "-").repeat(15).substring(0, 100);
            network.session()
                    .execute(Request.addAltNames(LinkMessage.of(link).withAltNames(new TreeSet<>(List.of(name)))));
        }
        assertThat(network.session().link(link).orElseThrow().altNames()).hasSize(40);
        assertThat(network.session().links()).hasSize(3);
    }

    private static RuleMessage rule(Family family, int number) {
        Ip first = family == Family.V4 ? Ip.parse("10.1.0.0") : Ip.parse("2001:db8:1::");
        return RuleMessage.of(family, 10_000 + number, 1, 10_000 + number)
                .from(Cidr.of(first.plus(number), family.bits()))
                .withProtocol(OURS);
    }
}
