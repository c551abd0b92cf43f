package dev.enid.agent.daemon;

import dev.enid.agent.nftables.Nftables;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Event;
import dev.enid.linux.session.Group;
import dev.enid.linux.session.Monitor;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What the kernel tells, one event after the other. */
public interface KernelEvents extends AutoCloseable {

    /** Neighbors are left out: they come and go with every packet, and nothing of ours rests on them. */
    Set<Group> GROUPS = Set.copyOf(EnumSet.complementOf(EnumSet.of(Group.NEIGHBOR)));

    /** The next event; {@link Event.Quiet} when there was none for that long. */
    Event next(Duration longest) throws LinuxException;

    /** Ends a wait under way. */
    @Override
    void close();

    /** Opens them anew, after they failed. */
    @FunctionalInterface
    interface Source {
        KernelEvents open() throws LinuxException;

        /** Those of the network namespace that the calling thread is in. */
        static KernelEvents here() throws LinuxException {
            return of(Monitor.open(GROUPS));
        }

        /** Those of enid's table of nftables in the network namespace that the calling thread is in. */
        static KernelEvents ofMarks() throws LinuxException {
            return of(Monitor.ofNftables(Nftables.TABLE));
        }

        private static KernelEvents of(Monitor monitor) {
            return new KernelEvents() {
                @Override
                public Event next(Duration longest) throws LinuxException {
                    return monitor.next(longest);
                }

                @Override
                public void close() {
                    monitor.close();
                }
            };
        }
    }
}
