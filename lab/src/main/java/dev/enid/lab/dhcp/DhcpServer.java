package dev.enid.lab.dhcp;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.topology.Vpc;
import dev.enid.linux.posix.LinkDatagram;
import dev.enid.linux.posix.LinkSocket;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Waker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Serves every port of the fabric: DHCP for both families and router advertisements. Three sockets do, however many ports there
 * are, since a socket tells by which link a packet came; whose port that is tells the link's name, at that moment.
 */
public final class DhcpServer implements AutoCloseable {

    /** Ports of RFC 2131, section 4.1, and RFC 8415, section 7.2. */
    private static final int SERVER_V4 = 67;

    private static final int CLIENT_V4 = 68;
    private static final int SERVER_V6 = 547;
    private static final int CLIENT_V6 = 546;
    private static final Ip ALL_NODES = Ip.parse("ff02::1");

    /** Lifetimes on EC2's hosts are never seen to fall by more than some seconds. */
    private static final Duration BETWEEN_ADVERTISEMENTS = Duration.ofSeconds(10);

    /** So that one that is flooded does not keep the others waiting. */
    private static final int AT_ONCE = 64;

    private final LabVpc network;
    private final InstantSource clock;
    private final LinkSocket udpV4;
    private final LinkSocket udpV6;
    private final LinkSocket icmpV6;
    private final Waker waker;
    private final ServerGroup group;
    private final Thread thread;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong passedOver = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong unsent = new AtomicLong();
    private volatile boolean closing;

    private DhcpServer(LabVpc network, InstantSource clock, Sockets sockets) throws IOException {
        this.network = network;
        this.clock = clock;
        this.udpV4 = sockets.udpV4;
        this.udpV6 = sockets.udpV6;
        this.icmpV6 = sockets.icmpV6;
        this.waker = sockets.waker;
        this.group = ServerGroup.keep(network, udpV6);
        this.thread = Thread.ofPlatform().daemon().name("dhcp").unstarted(this::serve);
    }

    private record Sockets(LinkSocket udpV4, LinkSocket udpV6, LinkSocket icmpV6, Waker waker) {}

    /** Opens its sockets in the fabric, and answers until closed. */
    public static DhcpServer start(LabVpc network, InstantSource clock) throws IOException {
        DhcpServer server = new DhcpServer(network, clock, network.inside(LabVpc.FABRIC, DhcpServer::open));
        server.thread.start();
        return server;
    }

    private static Sockets open() throws LinuxException {
        Waker waker = Waker.open();
        LinkSocket v4 = LinkSocket.udp(Family.V4, SERVER_V4);
        LinkSocket v6 = LinkSocket.udp(Family.V6, SERVER_V6);
        return new Sockets(v4, v6, LinkSocket.icmpv6(Advertisement.SOLICITATION), waker);
    }

    public PacketCounts counts() {
        return new PacketCounts(answered.get(), passedOver.get(), malformed.get(), unsent.get());
    }

    private void serve() {
        Instant next = clock.instant();
        while (!closing) {
            Instant now = clock.instant();
            if (!now.isBefore(next)) {
                advertise();
                next = now.plus(BETWEEN_ADVERTISEMENTS);
            }
            try {
                LinkSocket.await(Duration.between(now, next), waker, List.of(udpV4, udpV6, icmpV6));
                take(udpV4, this::dhcpV4);
                take(udpV6, this::dhcpV6);
                take(icmpV6, this::solicited);
            } catch (LinuxException e) {
                // What the kernel has to tell of an earlier packet; the socket itself goes on.
                unsent.incrementAndGet();
            }
        }
    }

    /** Answers a packet of an ENI's. */
    private interface Service {
        boolean serve(LinkDatagram packet, Lessee lessee) throws MalformedPacket, LinuxException;
    }

    private void take(LinkSocket socket, Service service) throws LinuxException {
        for (int i = 0; i < AT_ONCE; i++) {
            Optional<LinkDatagram> packet = socket.receive();
            if (packet.isEmpty()) {
                return;
            }
            take(packet.get(), service);
        }
    }

    private void take(LinkDatagram packet, Service service) {
        try {
            Optional<Lessee> lessee = udpV4.linkName(packet.link()).flatMap(this::lessee);
            boolean done = lessee.isPresent() && service.serve(packet, lessee.get());
            (done ? answered : passedOver).incrementAndGet();
        } catch (MalformedPacket e) {
            malformed.incrementAndGet();
        } catch (LinuxException e) {
            unsent.incrementAndGet();
        } catch (RuntimeException e) {
            // One client goes without, not all: the log of the lab's process tells.
            System.err.println("no answer to " + packet + ": " + e);
        }
    }

    /** The ENI that is called like its port; machines outside have none, and configure themselves. */
    private Optional<Lessee> lessee(String port) {
        Vpc vpc = network.vpc();
        return Optional.ofNullable(vpc.enis().get(port))
                .filter(eni -> !eni.efaOnly())
                .map(eni -> Lessee.of(vpc, eni));
    }

    private boolean dhcpV4(LinkDatagram packet, Lessee lessee) throws MalformedPacket, LinuxException {
        Optional<Reply4> reply = Dhcp4.answer(Message4.decode(packet.bytes()), lessee);
        if (reply.isPresent()) {
            Reply4 found = reply.get();
            udpV4.send(found.message().encode(), found.from(), found.to(), CLIENT_V4, packet.link());
        }
        return reply.isPresent();
    }

    private boolean dhcpV6(LinkDatagram packet, Lessee lessee) throws MalformedPacket, LinuxException {
        Optional<Message6> reply = Dhcp6.answer(Message6.decode(packet.bytes()), lessee);
        if (reply.isPresent()) {
            udpV6.send(reply.get().encode(), Vpc.GATEWAY_V6, packet.source(), CLIENT_V6, packet.link());
        }
        return reply.isPresent();
    }

    private boolean solicited(LinkDatagram packet, Lessee lessee) throws MalformedPacket, LinuxException {
        Advertisement.checkSolicitation(packet.bytes());
        return advertise(lessee, packet.link());
    }

    private boolean advertise(Lessee lessee, int link) throws LinuxException {
        if (lessee.subnetV6().isEmpty()) {
            return false;
        }
        Advertisement advertisement =
                new Advertisement(Vpc.ROUTER_MAC, lessee.subnetV6().get());
        icmpV6.send(advertisement.encode(), Vpc.GATEWAY_V6, ALL_NODES, 0, link);
        return true;
    }

    /** By every port there is; one whose host has its link down takes none. */
    private void advertise() {
        for (String name : network.vpc().enis().keySet()) {
            udpV4.linkIndex(name)
                    .ifPresent(link -> lessee(name).ifPresent(lessee -> {
                        try {
                            advertise(lessee, link);
                        } catch (LinuxException e) {
                            // Its link is down, or going: that one is told when it asks.
                            unsent.incrementAndGet();
                        }
                    }));
        }
    }

    @Override
    public void close() {
        closing = true;
        waker.wake();
        group.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        udpV4.close();
        udpV6.close();
        icmpV6.close();
        waker.close();
    }
}
