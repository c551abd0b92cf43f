package dev.enid.lab.probe;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.LabVpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tries to reach somebody from a machine of the lab.
 *
 * @param place where packets come from
 * @param source the address they have; the machine's own choice where absent
 */
public record Probe(Place place, Optional<Ip> source) {

    /** A kernel repeats a lost SYN after a second: who measures milliseconds starts anew instead. */
    private static final Duration EVERY = Duration.ofMillis(2);

    /** More would be a flood, and would run out of descriptors. */
    private static final int MOST_OPEN = 64;

    private static final byte[] WORDS = {'e', 'n', 'i', 'd'};

    public static Probe from(LabVpc lab, String machine) {
        return from(Place.of(lab, machine));
    }

    public static Probe from(Place place) {
        return new Probe(place, Optional.empty());
    }

    public Probe withSource(Ip ip) {
        return new Probe(place, Optional.of(ip));
    }

    /**
     * One TCP connection to an {@link Echo}, and a word there and back.
     *
     * @throws IOException when the machine's namespace cannot be entered
     */
    public Answer tcp(Ip to, int port, Duration deadline) throws IOException {
        return place.inside(() -> {
            try (SocketChannel socket = SocketChannel.open(family(to))) {
                return converse(socket, to, port, deadline);
            } catch (IOException e) {
                return new Answer.Refused(String.valueOf(e.getMessage()));
            }
        });
    }

    /** One datagram to an {@link Echo} and back, repeated every 50 ms, since datagrams may get lost. */
    public Answer udp(Ip to, int port, Duration deadline) throws IOException {
        return place.inside(() -> {
            try (DatagramChannel socket = DatagramChannel.open(family(to))) {
                return exchange(socket, to, port, deadline);
            } catch (IOException e) {
                return new Answer.Refused(String.valueOf(e.getMessage()));
            }
        });
    }

    /**
     * Connects over and over, a new attempt every 2 ms, until one is through. What it takes is counted from the call.
     *
     * @return {@link Answer.Reached} or {@link Answer.Silence}: a refusal is not the end, for it may change
     */
    public Answer tcpUntilReached(Ip to, int port, Duration deadline) throws IOException {
        return place.inside(() -> {
            try (Selector selector = Selector.open()) {
                return race(selector, to, port, deadline);
            }
        });
    }

    private Answer converse(SocketChannel socket, Ip to, int port, Duration deadline) throws IOException {
        long start = System.nanoTime();
        try (Selector selector = Selector.open()) {
            bind(socket, to);
            socket.configureBlocking(false);
            SelectionKey key = socket.register(selector, SelectionKey.OP_CONNECT);
            if (!socket.connect(address(to, port)) && !waitFor(selector, start, deadline)) {
                return silence(start);
            }
            socket.finishConnect();
            socket.write(ByteBuffer.wrap(WORDS));
            key.interestOps(SelectionKey.OP_READ);
            ByteBuffer read = ByteBuffer.allocate(WORDS.length);
            while (read.hasRemaining()) {
                if (!waitFor(selector, start, deadline)) {
                    return silence(start);
                }
                if (socket.read(read) < 0) {
                    return new Answer.Refused("the connection was closed");
                }
            }
            return new Answer.Reached(since(start));
        }
    }

    private Answer exchange(DatagramChannel socket, Ip to, int port, Duration deadline) throws IOException {
        long start = System.nanoTime();
        try (Selector selector = Selector.open()) {
            bind(socket, to);
            socket.connect(address(to, port));
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ);
            while (since(start).compareTo(deadline) < 0) {
                socket.write(ByteBuffer.wrap(WORDS));
                selector.selectedKeys().clear();
                Duration left = deadline.minus(since(start));
                if (selector.select(Math.clamp(left.toMillis(), 1, 50)) > 0
                        && socket.read(ByteBuffer.allocate(WORDS.length)) == WORDS.length) {
                    return new Answer.Reached(since(start));
                }
            }
            return silence(start);
        }
    }

    private Answer race(Selector selector, Ip to, int port, Duration deadline) throws IOException {
        long start = System.nanoTime();
        List<SocketChannel> open = new ArrayList<>();
        try {
            while (since(start).compareTo(deadline) < 0) {
                begin(selector, open, to, port);
                long next = System.nanoTime() + EVERY.toNanos();
                do {
                    selector.select(Math.max(1, (next - System.nanoTime()) / 1_000_000));
                    for (SelectionKey key : selector.selectedKeys()) {
                        if (isThrough((SocketChannel) key.channel())) {
                            return new Answer.Reached(since(start));
                        }
                        key.channel().close();
                    }
                    selector.selectedKeys().clear();
                } while (System.nanoTime() < next);
            }
            return silence(start);
        } finally {
            for (SelectableChannel each : open) {
                each.close();
            }
        }
    }

    private void begin(Selector selector, List<SocketChannel> open, Ip to, int port) throws IOException {
        open.removeIf(each -> !each.isOpen());
        if (open.size() >= MOST_OPEN) {
            open.removeFirst().close();
        }
        SocketChannel socket = SocketChannel.open(family(to));
        open.add(socket);
        try {
            bind(socket, to);
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_CONNECT);
            socket.connect(address(to, port));
        } catch (IOException e) {
            // No route yet, or no such source yet: the next attempt may find one.
            socket.close();
        }
    }

    private static boolean isThrough(SocketChannel socket) {
        try {
            return socket.finishConnect();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean waitFor(Selector selector, long start, Duration deadline) throws IOException {
        selector.selectedKeys().clear();
        long left = deadline.minus(since(start)).toMillis();
        return left > 0 && selector.select(left) > 0;
    }

    private void bind(SocketChannel socket, Ip to) throws IOException {
        if (source.isPresent()) {
            checkFamily(to);
            socket.bind(address(source.get(), 0));
        }
    }

    private void bind(DatagramChannel socket, Ip to) throws IOException {
        if (source.isPresent()) {
            checkFamily(to);
            socket.bind(address(source.get(), 0));
        }
    }

    private void checkFamily(Ip to) {
        if (source.isPresent() && source.get().family() != to.family()) {
            throw new IllegalArgumentException(source.get() + " and " + to + " are of two families");
        }
    }

    private static Answer silence(long start) {
        return new Answer.Silence(since(start));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    static ProtocolFamily family(Ip ip) {
        return ip.family() == Family.V4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    static InetSocketAddress address(Ip ip, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(ip.toBytes()), port);
    }
}
