package dev.enid.lab.probe;

import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.LabVpc;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Connects to somebody all the time, from a machine of the lab, until it is ended: anew every 20 ms. It tells how many attempts
 * got no answer, and for how long there was none. TCP, since a datagram's answer comes from whichever address its sender likes.
 */
public final class Pulse implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(20);
    /** A kernel repeats a lost SYN after a second: what takes as long as this was lost. */
    private static final Duration LATEST = Duration.ofMillis(900);

    private final LabVpc lab;
    private final String machine;
    private final Ip to;
    private final int port;
    private final Selector selector;
    private final Thread thread;
    private final BitSet answered = new BitSet();
    /** Attempts under way, the oldest first. */
    private final Map<SocketChannel, Attempt> open = new LinkedHashMap<>();

    private int attempts;
    private volatile boolean ending;
    private volatile String trouble = "";

    private record Attempt(int number, long since) {}

    private Pulse(LabVpc lab, String machine, Ip to, int port, Selector selector) {
        this.lab = lab;
        this.machine = machine;
        this.to = to;
        this.port = port;
        this.selector = selector;
        this.thread = Thread.ofPlatform().daemon().name("enid-pulse-" + machine).unstarted(this::beatInside);
    }

    /**
     * What came of it.
     *
     * @param longestGap how long no attempt got an answer, at the worst
     */
    public record Tally(int attempts, int lost, Duration longestGap) {}

    /** Begins. */
    public static Pulse start(LabVpc lab, String machine, Ip to, int port) throws IOException {
        Pulse pulse = new Pulse(lab, machine, to, port, Selector.open());
        pulse.thread.start();
        return pulse;
    }

    private void beatInside() {
        try {
            lab.inside(machine, () -> {
                beat();
                return true;
            });
        } catch (IOException e) {
            trouble = String.valueOf(e.getMessage());
        }
    }

    private void beat() throws IOException {
        try {
            long next = System.nanoTime();
            while (!ending) {
                connect();
                next += EVERY.toNanos();
                collectUntil(next);
            }
            long last = System.nanoTime() + LATEST.toNanos();
            while (!open.isEmpty() && System.nanoTime() < last) {
                collectUntil(Math.min(last, System.nanoTime() + EVERY.toNanos()));
            }
        } finally {
            for (SocketChannel each : open.keySet()) {
                each.close();
            }
        }
    }

    private void connect() throws IOException {
        int number = attempts++;
        SocketChannel socket = SocketChannel.open(Probe.family(to));
        try {
            socket.configureBlocking(false);
            socket.register(selector, SelectionKey.OP_CONNECT);
            open.put(socket, new Attempt(number, System.nanoTime()));
            socket.connect(Probe.address(to, port));
        } catch (IOException e) {
            // No route, or the like: an attempt without an answer.
            open.remove(socket);
            socket.close();
        }
    }

    private void collectUntil(long time) throws IOException {
        long left = time - System.nanoTime();
        while (left > 0) {
            selector.select(Math.max(1, left / 1_000_000));
            for (SelectionKey key : selector.selectedKeys()) {
                SocketChannel socket = (SocketChannel) key.channel();
                Attempt attempt = open.remove(socket);
                if (attempt != null && through(socket) && System.nanoTime() - attempt.since() < LATEST.toNanos()) {
                    answered.set(attempt.number());
                }
                socket.close();
            }
            selector.selectedKeys().clear();
            giveUpOld();
            left = time - System.nanoTime();
        }
    }

    private static boolean through(SocketChannel socket) {
        try {
            return socket.finishConnect();
        } catch (IOException e) {
            return false;
        }
    }

    private void giveUpOld() throws IOException {
        while (!open.isEmpty()) {
            Map.Entry<SocketChannel, Attempt> oldest =
                    open.entrySet().iterator().next();
            if (System.nanoTime() - oldest.getValue().since() < LATEST.toNanos()) {
                return;
            }
            open.remove(oldest.getKey());
            oldest.getKey().close();
        }
    }

    /**
     * Ends it, and waits for answers that are under way.
     *
     * @throws IOException where it could not be done at all
     */
    public Tally end() throws IOException, InterruptedException {
        ending = true;
        thread.join();
        if (!trouble.isEmpty()) {
            throw new IOException(trouble);
        }
        int lost = 0;
        int gap = 0;
        int longest = 0;
        for (int i = 0; i < attempts; i++) {
            gap = answered.get(i) ? 0 : gap + 1;
            lost += answered.get(i) ? 0 : 1;
            longest = Math.max(longest, gap);
        }
        return new Tally(attempts, lost, EVERY.multipliedBy(longest));
    }

    @Override
    public void close() throws IOException {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        selector.close();
    }
}
