package dev.enid.lab.demo;

import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A client that keeps connecting, and notes for how long it could not. */
final class Knocking implements AutoCloseable {

    private static final long PAUSE_NANOS = 2_000_000;
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private final CompletableFuture<Long> knocking;
    private volatile boolean enough;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();

    private Knocking(Probe client, Ip address, int port) {
        knocking = Meanwhile.run(() -> knock(client, address, port));
    }

    /** Connects from now on until {@link #close}. */
    static Knocking at(Probe client, Ip address, int port) {
        return new Knocking(client, address, port);
    }

    private long knock(Probe client, Ip address, int port) throws IOException {
        long last = System.nanoTime();
        while (!enough) {
            boolean through = client.tcpUntilReached(address, port, AT_ONCE).reached();
            long now = System.nanoTime();
            longest.accumulateAndGet(now - last, Math::max);
            if (through) {
                last = now;
                connections.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return last;
    }

    /** How many connections were through so far. */
    long connections() {
        return connections.get();
    }

    /** The longest time between two connections so far. */
    Duration gap() {
        return Duration.ofNanos(longest.get());
    }

    @Override
    public void close() throws IOException {
        enough = true;
        Meanwhile.join(knocking);
    }
}
