package dev.enid.lab.server;

import dev.enid.agent.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Serves a lab on a unix socket that only its own user can reach, until someone asks it to end. */
public final class LabServer implements AutoCloseable {

    private static final long PAUSE_NANOS = 10_000_000;

    private final Lab lab;
    private final ServerSocketChannel socket;
    private final CountDownLatch ended = new CountDownLatch(1);

    private LabServer(Lab lab, ServerSocketChannel socket) {
        this.lab = lab;
        this.socket = socket;
    }

    /** Listens in a directory that others cannot enter: a socket's own mode could only be set after it is there. */
    public static LabServer start(Lab lab, LabFiles files) throws IOException {
        Files.createDirectory(
                files.directory(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Path path = files.socket();
        socket.bind(UnixDomainSocketAddress.of(path));
        LabServer server = new LabServer(lab, socket);
        Thread.ofVirtual().name("lab-accept").start(server::accept);
        return server;
    }

    /** Waits until a client has asked the lab to end. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel client = socket.accept();
                Thread.ofPlatform().daemon().name("lab-client").start(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // A client that was gone before it was greeted, or no file descriptor left: the next one may do better.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Who asked the lab to end stays connected: its end is the end of the process. */
    private void serve(SocketChannel client) {
        AtomicBoolean down = new AtomicBoolean();
        LabDesk desk = new LabDesk(lab, () -> down.set(true));
        try (client;
                BufferedReader lines = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ByteBuffer answer = StandardCharsets.UTF_8.encode(Json.line(desk.answer(line)) + "\n");
                while (answer.hasRemaining()) {
                    client.write(answer);
                }
                if (down.get()) {
                    ended.countDown();
                }
            }
        } catch (IOException e) {
            // The client is gone; whatever it asked for is done.
            if (down.get()) {
                ended.countDown();
            }
        }
    }

    /** Stops listening; the lab stays up. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
