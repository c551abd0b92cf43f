package dev.enid.lab.dns;

import dev.enid.lab.topology.Vpc;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Answers at every address of the VPC's resolver, over UDP and TCP. */
public final class DnsServer implements AutoCloseable {

    private static final int PORT = 53;
    private static final int LONGEST_DATAGRAM = 65_535;
    /** Of TCP at once: more are closed again. */
    private static final int MOST_CONNECTIONS = 256;

    /** RFC 7766, 6.2.3 wants seconds. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static final long PAUSE_NANOS = 10_000_000;

    private record Known(Vpc vpc, Answers answers) {}

    private final Supplier<Vpc> vpc;
    private final Sockets sockets;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private volatile Known known;

    /** What it listens on, bound. */
    public record Sockets(List<DatagramChannel> udp, List<ServerSocketChannel> tcp) {

        public Sockets {
            udp = List.copyOf(udp);
            tcp = List.copyOf(tcp);
        }

        /** In the calling thread's network namespace, at these addresses, which must be there. */
        public static Sockets open(Vpc vpc) throws IOException {
            List<DatagramChannel> udp = new ArrayList<>();
            List<ServerSocketChannel> tcp = new ArrayList<>();
            try {
                for (var ip : vpc.resolvers()) {
                    SocketAddress address = new InetSocketAddress(Directory.address(ip), PORT);
                    DatagramChannel datagrams = DatagramChannel.open();
                    udp.add(datagrams);
                    datagrams.bind(address);
                    ServerSocketChannel connections = ServerSocketChannel.open();
                    tcp.add(connections);
                    connections.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                    connections.bind(address);
                }
                return new Sockets(udp, tcp);
            } catch (IOException | RuntimeException e) {
                new Sockets(udp, tcp).close();
                throw e;
            }
        }

        private void close() throws IOException {
            for (DatagramChannel each : udp) {
                each.close();
            }
            for (ServerSocketChannel each : tcp) {
                each.close();
            }
        }
    }

    private DnsServer(Supplier<Vpc> vpc, Sockets sockets) {
        this.vpc = vpc;
        this.sockets = sockets;
        Vpc now = vpc.get();
        this.known = new Known(now, Answers.about(now));
    }

    /** Answers until closed, for the VPC as it is when a question comes. */
    public static DnsServer start(Supplier<Vpc> vpc, Sockets sockets) {
        DnsServer server = new DnsServer(vpc, sockets);
        for (DatagramChannel each : sockets.udp()) {
            Thread.ofPlatform().daemon().name("dns-udp").start(() -> server.datagrams(each));
        }
        for (ServerSocketChannel each : sockets.tcp()) {
            Thread.ofVirtual().name("dns-tcp").start(() -> server.accept(each));
        }
        return server;
    }

    /** The names are gathered once for each change of the VPC. */
    private Answers answers() {
        Known last = known;
        Vpc now = vpc.get();
        if (!last.vpc().equals(now)) {
            last = new Known(now, Answers.about(now));
            known = last;
        }
        return last.answers();
    }

    private void datagrams(DatagramChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_DATAGRAM);
        while (true) {
            try {
                buffer.clear();
                SocketAddress client = channel.receive(buffer);
                byte[] packet = new byte[buffer.flip().remaining()];
                buffer.get(packet);
                Optional<byte[]> answer = answers().answer(packet, true);
                if (answer.isPresent()) {
                    channel.send(ByteBuffer.wrap(answer.get()), client);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // The answer could not be sent, its ENI being gone: the next one may.
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (RuntimeException e) {
                complain(e);
            }
        }
    }

    private void accept(ServerSocketChannel listener) {
        while (true) {
            try {
                SocketChannel client = listener.accept();
                if (!free.tryAcquire()) {
                    client.close();
                    continue;
                }
                connections.add(client);
                Thread.ofVirtual().name("dns-client").start(() -> converse(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // A client that was gone before it was greeted, or no file descriptor left: the next one may do better.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Question after question, each with its length before it (RFC 1035, 4.2.2). */
    private void converse(SocketChannel client) {
        try (client) {
            Socket socket = client.socket();
            socket.setSoTimeout((int) IDLE.toMillis());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            Optional<byte[]> answer;
            do {
                byte[] packet = new byte[in.readUnsignedShort()];
                in.readFully(packet);
                answer = answers().answer(packet, false);
                if (answer.isPresent()) {
                    byte[] bytes = answer.get();
                    ByteBuffer whole = ByteBuffer.allocate(2 + bytes.length);
                    whole.putShort((short) bytes.length).put(bytes);
                    out.write(whole.array());
                }
            } while (answer.isPresent());
        } catch (IOException e) {
            // The client is through, or silent for too long.
        } catch (RuntimeException e) {
            complain(e);
        } finally {
            connections.remove(client);
            free.release();
        }
    }

    /** One question is not answered, and the log of the lab's process says why. */
    private static void complain(RuntimeException e) {
        System.err.println("DNS failed to answer: " + e);
    }

    @Override
    public void close() throws IOException {
        sockets.close();
        for (SocketChannel each : connections) {
            each.close();
        }
    }
}
