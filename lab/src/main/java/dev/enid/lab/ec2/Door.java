package dev.enid.lab.ec2;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes connections in one network namespace to a server in another: a socket stays where it was opened, whoever reads from it.
 */
final class Door implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;
    private static final long PAUSE_NANOS = 10_000_000;

    private final ServerSocketChannel from;
    private final InetSocketAddress to;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private Door(ServerSocketChannel from, InetSocketAddress to) {
        this.from = from;
        this.to = to;
    }

    static Door open(ServerSocketChannel from, InetSocketAddress to) {
        Door door = new Door(from, to);
        // A virtual thread in accept() would hold its carrier on some kernels' poll; one thread for each door is
        // little.
        Thread.ofPlatform().daemon().name("ec2-door").start(door::accept);
        return door;
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel client = from.accept();
                Thread.ofVirtual().name("ec2-client").start(() -> serve(client));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException _) {
                // The client was gone before it was taken, or no file descriptor is left: the next one may do better.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void serve(SocketChannel client) {
        open.add(client);
        try (client;
                SocketChannel server = SocketChannel.open(to)) {
            Thread back = Thread.ofVirtual().name("ec2-answers").start(() -> pump(server, client));
            pump(client, server);
            back.join();
        } catch (IOException _) {
            // The server is gone, and the client sees its connection end.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Until one of the two ends: the other is told that no more comes. */
    private static void pump(SocketChannel source, SocketChannel sink) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (source.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    sink.write(buffer);
                }
                buffer.clear();
            }
            sink.shutdownOutput();
        } catch (IOException _) {
            close(source);
            close(sink);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is of no further use either way.
        }
    }

    /** Takes no more connections, and ends those there are. */
    @Override
    public void close() throws IOException {
        from.close();
        open.forEach(Door::close);
    }
}
