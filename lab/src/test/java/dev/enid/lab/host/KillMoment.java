package dev.enid.lab.host;

import dev.enid.linux.session.Event;
import dev.enid.linux.session.Group;
import dev.enid.linux.session.Monitor;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * A random moment in the life of a daemon: some time after it was begun to look, or as soon as so many objects in the host's
 * kernel have changed, which is in the midst of a pass.
 */
final class KillMoment implements AutoCloseable {

    private static final Set<Group> OBJECTS = EnumSet.complementOf(EnumSet.of(Group.NEIGHBOR, Group.LINK));

    /** About as many as a pass that sets two ENIs up makes. */
    private static final int MOST_CHANGES = 40;

    private final Monitor monitor;
    private final long deadline;
    private int changes;

    private KillMoment(Monitor monitor, long deadline, int changes) {
        this.monitor = monitor;
        this.deadline = deadline;
        this.changes = changes;
    }

    /**
     * Draws a moment, and begins to look.
     *
     * @param latest from now
     */
    static KillMoment draw(Random random, Duration latest, LabHost host) throws IOException {
        boolean byTime = random.nextBoolean();
        long nanos = byTime ? random.nextLong(latest.toNanos()) : latest.toNanos();
        int changes = byTime ? Integer.MAX_VALUE : 1 + random.nextInt(MOST_CHANGES);
        try (Namespace namespace = Namespace.at(host.machine().networkNamespace())) {
            return new KillMoment(Monitor.open(namespace, OBJECTS), System.nanoTime() + nanos, changes);
        }
    }

    /** Returns when it has come. */
    void await() throws IOException {
        long left = deadline - System.nanoTime();
        while (changes > 0 && left > 0) {
            switch (monitor.next(Duration.ofNanos(left))) {
                case Event.Changed _ -> changes--;
                case Event.TableChanged _, Event.Resync _, Event.Woken _, Event.Quiet _ -> {}
            }
            left = deadline - System.nanoTime();
        }
    }

    @Override
    public void close() {
        monitor.close();
    }
}
