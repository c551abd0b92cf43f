package dev.enid.lab.imds;

import dev.enid.lab.fault.FaultOrder;
import dev.enid.lab.fault.Faults;
import dev.enid.lab.fault.Scope;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The metadata service of one lab. Each connection has a virtual thread; an answer takes some tens of microseconds.
 *
 * <p>It may be used from any thread, in any network namespace: only {@link Listeners} care where they are.
 */
public final class ImdsServer implements AutoCloseable {

    private final Listeners listeners;
    private final LabTime time;
    private final HopLimit hopLimit;
    private final Tokens tokens;
    private final Faults<FaultSpec> faults;
    private final ImdsService service;
    private final RequestLog log = new RequestLog();
    private final Map<SocketChannel, Thread> connections = new ConcurrentHashMap<>();
    private final List<ServerSocketChannel> open = new ArrayList<>();
    private boolean closed;

    /**
     * What a server is made of.
     *
     * @param random for tokens
     */
    public record Parts(
            Listeners listeners,
            MetadataSource source,
            LaunchFacts facts,
            RoleKeys.Source roleKeys,
            LabTime time,
            RandomGenerator random,
            HopLimit hopLimit) {}

    private ImdsServer(Parts parts) {
        this.listeners = parts.listeners();
        this.time = parts.time();
        this.hopLimit = parts.hopLimit();
        this.tokens = new Tokens(parts.random());
        this.faults = new Faults<>(time::now);
        this.service = new ImdsService(
                parts.source(), new MetadataTree(parts.facts(), parts.roleKeys()), tokens, faults, time);
    }

    /** Opens the listeners and answers until closed. */
    public static ImdsServer start(Parts parts) throws IOException {
        ImdsServer server = new ImdsServer(parts);
        server.listen();
        server.faults.onSwitch(server::heedRefusal);
        return server;
    }

    public Faults<FaultSpec> faults() {
        return faults;
    }

    /** Carries out what a person asked for; the one thing that is done once is to forget all tokens. */
    public void order(Scope scope, FaultOrder<FaultSpec> order) {
        faults.order(scope, order, _ -> tokens.forget());
    }

    /**
     * Takes note of what an instance is from now on. To be called when it is launched and on each change to it; without it, a
     * change counts from the first request after it, and propagation seems longer.
     */
    public void observe(ImdsInstance instance) {
        service.observe(instance);
    }

    /** The last requests, oldest first. */
    public List<ImdsRequest> log() {
        return log.last();
    }

    /** How much the instance with that id has asked so far. */
    public Traffic traffic(String instance) {
        return log.of(instance);
    }

    private synchronized void listen() throws IOException {
        if (closed || !open.isEmpty()) {
            return;
        }
        open.addAll(listeners.open());
        for (ServerSocketChannel each : open) {
            Thread.ofVirtual().name("imds-accept").start(() -> accept(each));
        }
    }

    /** Only a closed port makes the kernel refuse connections. */
    private synchronized void heedRefusal() {
        try {
            if (!refusesAll()) {
                listen();
                return;
            }
            stopListening();
            for (SocketChannel each : connections.keySet()) {
                Conversation.reset(each);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the metadata service cannot switch its port", e);
        }
    }

    private boolean refusesAll() {
        return faults.active().stream()
                .anyMatch(each -> each.scope().equals(Scope.LAB)
                        && each.fault() instanceof FaultSpec.Outage(FaultSpec.Outage.Manner manner)
                        && manner == FaultSpec.Outage.Manner.REFUSE);
    }

    private void stopListening() throws IOException {
        for (ServerSocketChannel each : open) {
            each.close();
        }
        open.clear();
    }

    private void accept(ServerSocketChannel listener) {
        while (true) {
            SocketChannel connection;
            try {
                connection = listener.accept();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // Out of file descriptors, or a client that was gone before we looked: the next one may do better.
                pause();
                continue;
            }
            Thread thread = Thread.ofVirtual().name("imds").unstarted(() -> converse(connection));
            connections.put(connection, thread);
            thread.start();
        }
    }

    private void pause() {
        try {
            time.sleep(Duration.ofMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void converse(SocketChannel connection) {
        try (connection) {
            new Conversation(connection, service, log, time, hopLimit).run();
        } catch (IOException | InterruptedException e) {
            // The client went away, or we are being closed: either way nobody waits for an answer, and the thread ends.
        } finally {
            connections.remove(connection);
        }
    }

    /** Closes the port and every connection. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        stopListening();
        // An interrupt ends a delay, and closes the channel that a thread waits on.
        connections.values().forEach(Thread::interrupt);
    }
}
