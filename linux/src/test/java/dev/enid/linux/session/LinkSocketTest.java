package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinkDatagram;
import dev.enid.linux.posix.LinkSocket;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Waker;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Between the two ends of a veth pair, of which neither has a route to the other. */
@ExtendWith(PrivateNetwork.Extension.class)
class LinkSocketTest {

    private static final Ip EVERYBODY = Ip.parse("255.255.255.255");
    private static final Ip GROUP = Ip.parse("ff02::1:2");
    private static final int PORT = 6767;
    /** RFC 4861, 4.1. */
    private static final int ROUTER_SOLICITATION = 133;

    private static final Duration SOON = Duration.ofSeconds(20);

    /** In a namespace of its own: a kernel takes no packet from outside that bears its own address. */
    @Test
    void aBroadcastIsSentByTheLinkThatIsNamedAndTellsByWhichItCame(PrivateNetwork network) throws LinuxException {
        network.pair("here", "there");
        network.pair("other", "elsewhere");
        network.ip("addr add 10.0.0.1/32 dev lo");
        try (Namespace far = Namespace.create();
                LinkSocket sender = network.namespace().call(() -> LinkSocket.udp(Family.V4, PORT + 1));
                LinkSocket receiver = far.call(() -> LinkSocket.udp(Family.V4, PORT))) {
            for (String link : List.of("there", "elsewhere")) {
                move(network, link, far);
            }

            sender.send(new byte[] {1, 2, 3}, Ip.parse("10.0.0.1"), EVERYBODY, PORT, network.index("other"));
            LinkDatagram heard = next(receiver);

            assertThat(heard.bytes()).containsExactly(1, 2, 3);
            assertThat(heard.source()).isEqualTo(Ip.parse("10.0.0.1"));
            assertThat(heard.port()).isEqualTo(PORT + 1);
            assertThat(receiver.linkName(heard.link())).contains("elsewhere");
            assertThat(receiver.receive()).isEmpty();
        }
    }

    private static void move(PrivateNetwork network, String link, Namespace to) throws LinuxException {
        network.session()
                .execute(Request.set(
                        LinkMessage.of(network.index(link)).inNamespace(to.fd().number())));
        try (RtnetlinkSession session = RtnetlinkSession.open(to)) {
            session.execute(Request.set(LinkMessage.named(link).withUp(true)));
        }
    }

    @Test
    void aGroupIsHeardOnlyOnLinksThatJoinedIt(PrivateNetwork network) throws LinuxException {
        network.pair("here", "there");
        network.pair("other", "elsewhere");
        linkLocal(network, "here", "other");
        Ip source = Ip.parse("fe80::a");
        try (LinkSocket socket = network.namespace().call(() -> LinkSocket.udp(Family.V6, PORT))) {
            socket.join(GROUP, network.index("there"));
            socket.send(new byte[] {1}, source, GROUP, PORT, network.index("other"));
            socket.send(new byte[] {2}, source, GROUP, PORT, network.index("here"));

            LinkDatagram heard = next(socket);

            assertThat(heard.bytes()).containsExactly(2);
            assertThat(heard.source()).isEqualTo(source);
            assertThat(heard.link()).isEqualTo(network.index("there"));
            assertErrno(Errno.EADDRINUSE, () -> socket.join(GROUP, network.index("there")));
            assertErrno(Errno.ENODEV, () -> socket.join(GROUP, 4711));
        }
    }

    @Test
    void aGroupIsLeftOfALinkThatIsGone(PrivateNetwork network) throws LinuxException {
        int link = network.pair("here", "there");
        try (LinkSocket socket = network.namespace().call(() -> LinkSocket.udp(Family.V6, PORT))) {
            socket.join(GROUP, link);
            network.ip("link delete here");

            socket.leave(GROUP, link);

            assertErrno(Errno.EADDRNOTAVAIL, () -> socket.leave(GROUP, link));
        }
    }

    @Test
    void ofIcmpOneTypeIsHeard(PrivateNetwork network) throws LinuxException {
        network.pair("here", "there");
        linkLocal(network, "here", "there");
        try (LinkSocket socket = network.namespace().call(() -> LinkSocket.icmpv6(ROUTER_SOLICITATION))) {
            Ip allNodes = Ip.parse("ff02::1");
            byte[] advertisement = {(byte) 134, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            byte[] solicitation = {(byte) ROUTER_SOLICITATION, 0, 0, 0, 0, 0, 0, 0};
            for (byte[] each : List.of(advertisement, solicitation)) {
                socket.send(each, Ip.parse("fe80::a"), allNodes, 0, network.index("here"));
            }

            LinkDatagram heard = next(socket);

            assertThat(heard.bytes()[0]).isEqualTo((byte) ROUTER_SOLICITATION);
            assertThat(heard.link()).isEqualTo(network.index("there"));
            assertThat(heard.port()).isZero();
        }
    }

    @Test
    void linksAreFoundByNameAndByIndex(PrivateNetwork network) throws LinuxException {
        int link = network.pair("here", "there");
        try (LinkSocket socket = network.namespace().call(() -> LinkSocket.udp(Family.V4, PORT))) {
            assertThat(socket.linkName(link)).contains("here");
            assertThat(socket.linkIndex("here")).hasValue(link);
            assertThat(socket.linkIndex("nowhere")).isEmpty();
            assertThat(socket.linkIndex("a-name-that-is-too-long")).isEmpty();
            assertThat(socket.linkName(4711)).isEmpty();
        }
    }

    @Test
    void whatCannotBeSentIsSaid(PrivateNetwork network) throws LinuxException {
        int link = network.pair("here", "there");
        try (LinkSocket socket = network.namespace().call(() -> LinkSocket.udp(Family.V4, PORT))) {
            network.ip("link delete here");
            assertThatThrownBy(() -> socket.send(new byte[1], Ip.v4(0), EVERYBODY, PORT, link))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageContaining("send to 255.255.255.255 by link " + link);
            assertErrno(
                    Errno.EADDRINUSE,
                    () -> network.namespace()
                            .call(() -> LinkSocket.udp(Family.V4, PORT))
                            .close());
        }
    }

    private static void linkLocal(PrivateNetwork network, String... links) {
        for (String link : links) {
            network.ip("addr add fe80::a/64 dev " + link + " nodad");
        }
    }

    private static LinkDatagram next(LinkSocket socket) throws LinuxException {
        try (Waker waker = Waker.open()) {
            Optional<LinkDatagram> come = socket.receive();
            for (long end = System.nanoTime() + SOON.toNanos(); come.isEmpty() && System.nanoTime() < end; ) {
                LinkSocket.await(SOON, waker, List.of(socket));
                come = socket.receive();
            }
            return come.orElseThrow(() -> new AssertionError("nothing came"));
        }
    }

    /** What is refused. */
    private interface Attempt {
        void run() throws LinuxException;
    }

    private static void assertErrno(Errno errno, Attempt attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        LinuxException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
