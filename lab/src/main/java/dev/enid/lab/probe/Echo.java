package dev.enid.lab.probe;

import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.LabVpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Answers in a machine of the lab: says back what it hears, over TCP and UDP, until it is closed. */
public final class Echo implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocate(2048);
    private volatile boolean closing;

    private Echo(String machine, Selector selector, ServerSocketChannel listener) {
        this.selector = selector;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("enid-echo-" + machine).daemon().unstarted(this::serve);
    }

    /** On every address that the machine has or will have, of both families. */
    public static Echo onAny(LabVpc lab, String machine, int port) throws IOException {
        return onAny(Place.of(lab, machine), port);
    }

    /** The same anywhere. */
    public static Echo onAny(Place place, int port) throws IOException {
        return start(place, Optional.empty(), port);
    }

    /** On one address, which the machine has to have. */
    public static Echo on(LabVpc lab, String machine, Ip address, int port) throws IOException {
        return start(Place.of(lab, machine), Optional.of(address), port);
    }

    private static Echo start(Place place, Optional<Ip> address, int port) throws IOException {
        return place.inside(() -> {
            // One IPv6 socket on the unspecified address hears IPv4 too.
            var family = address.isPresent() ? Probe.family(address.get()) : StandardProtocolFamily.INET6;
            InetSocketAddress local =
                    address.isPresent() ? Probe.address(address.get(), port) : new InetSocketAddress(port);
            Selector selector = Selector.open();
            ServerSocketChannel listener = ServerSocketChannel.open(family);
            DatagramChannel datagrams = DatagramChannel.open(family);
            try {
                listener.bind(local, BACKLOG);
                listener.configureBlocking(false);
                listener.register(selector, SelectionKey.OP_ACCEPT);
                datagrams.bind(local);
                datagrams.configureBlocking(false);
                datagrams.register(selector, SelectionKey.OP_READ);
            } catch (IOException e) {
                listener.close();
                datagrams.close();
                selector.close();
                throw e;
            }
            Echo echo = new Echo(place.name(), selector, listener);
            echo.thread.start();
            return echo;
        });
    }

    private void serve() {
        try (selector) {
            while (!closing) {
                selector.select(this::serve);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.channel() instanceof DatagramChannel socket) {
                answer(socket);
            } else if (key.channel() instanceof SocketChannel socket) {
                answer(socket);
            }
        } catch (IOException e) {
            // The other side is gone, or no way leads back to it, which is what is being found out.
            closeConnection(key);
        }
    }

    private static void closeConnection(SelectionKey key) {
        if (key.channel() instanceof SocketChannel socket) {
            try {
                socket.close();
            } catch (IOException e) {
                key.cancel();
            }
        }
    }

    private void accept() throws IOException {
        SocketChannel socket = listener.accept();
        if (socket != null) {
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_READ);
        }
    }

    private void answer(SocketChannel socket) throws IOException {
        buffer.clear();
        if (socket.read(buffer) < 0) {
            socket.close();
            return;
        }
        socket.write(buffer.flip());
    }

    private void answer(DatagramChannel socket) throws IOException {
        buffer.clear();
        SocketAddress from = socket.receive(buffer);
        if (from != null) {
            socket.send(buffer.flip(), from);
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
