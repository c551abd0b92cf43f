package dev.enid.lab.probe;

import dev.enid.core.ip.Mac;
import dev.enid.lab.fabric.Machine;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Event;
import dev.enid.linux.session.Group;
import dev.enid.linux.session.Monitor;
import dev.enid.linux.session.Namespace;
import dev.enid.linux.wire.LinkMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens inside of a machine for links, and notes when each was first seen. It asks nothing and changes nothing. */
public final class Arrivals implements AutoCloseable {

    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private final Namespace namespace;
    private final Monitor monitor;
    private final Map<Mac, Long> seen = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private Arrivals(Namespace namespace, Monitor monitor) {
        this.namespace = namespace;
        this.monitor = monitor;
        Thread.ofPlatform().daemon().name("arrivals").start(this::listen);
    }

    public static Arrivals in(Machine machine) throws IOException {
        Namespace namespace = Namespace.at(machine.networkNamespace());
        return new Arrivals(namespace, Monitor.open(namespace, Set.of(Group.LINK)));
    }

    /** When the link with that address was first seen since the last {@link #forget}, in ns of {@link System#nanoTime}. */
    public Optional<Long> of(Mac mac) {
        return Optional.ofNullable(seen.get(mac));
    }

    /** The next link with that address counts as new: an ENI that is attached again. */
    public void forget(Mac mac) {
        seen.remove(mac);
    }

    private void listen() {
        try {
            while (!closed) {
                if (monitor.next(LOOK_UP) instanceof Event.Changed(boolean removed, LinkMessage link) && !removed) {
                    long now = System.nanoTime();
                    link.mac().ifPresent(mac -> seen.putIfAbsent(mac, now));
                }
            }
        } catch (LinuxException gone) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        monitor.close();
        namespace.close();
    }
}
