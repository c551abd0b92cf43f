package dev.enid.linux.session;

import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.NetlinkSocket;
import dev.enid.linux.posix.Received;
import dev.enid.linux.posix.Waker;
import dev.enid.linux.wire.Acknowledgement;
import dev.enid.linux.wire.ConntrackMessage;
import dev.enid.linux.wire.DecodeFault;
import dev.enid.linux.wire.Done;
import dev.enid.linux.wire.Envelope;
import dev.enid.linux.wire.Message;
import dev.enid.linux.wire.NftablesMessage;
import dev.enid.linux.wire.NftablesQuery;
import dev.enid.linux.wire.OtherMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Listens to one network namespace: that of the thread that opened it. One thread listens; any thread may wake it or close
 * the monitor.
 */
public final class Monitor implements AutoCloseable {

    /** Some 4000 events; a route table of that size may be flushed at once. Memory is used only while events wait. */
    private static final int RECEIVE_BUFFER = 4 * 1024 * 1024;

    /** NFNLGRP_NFTABLES of linux/netfilter/nfnetlink.h. */
    private static final int NFTABLES = 7;

    private static final Event QUIET = new Event.Quiet();
    private static final Event WOKEN = new Event.Woken();

    private final Transport transport;
    private final Waker waker;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Deque<Event> waiting = new ArrayDeque<>();
    /** The table of nf_tables that is listened to, as an event of it. */
    private final Optional<Event> table;

    private volatile boolean closing;

    Monitor(Transport transport, Waker waker) {
        this(transport, waker, Optional.empty());
    }

    private Monitor(Transport transport, Waker waker, Optional<String> table) {
        this.transport = transport;
        this.waker = waker;
        this.table = table.map(Event.TableChanged::new);
    }

    /** In the calling thread's network namespace. What happens from here on is heard. */
    public static Monitor open(Set<Group> groups) throws LinuxException {
        return open(groups, RECEIVE_BUFFER);
    }

    /** In that namespace. */
    public static Monitor open(Namespace namespace, Set<Group> groups) throws LinuxException {
        return namespace.call(() -> open(groups));
    }

    /** @param receiveBuffer in bytes; events that do not fit become one {@link Event.Resync} */
    static Monitor open(Set<Group> groups, int receiveBuffer) throws LinuxException {
        Waker waker = Waker.open();
        try {
            return new Monitor(Transport.over(listening(groups, receiveBuffer), waker), waker);
        } catch (LinuxException | RuntimeException e) {
            waker.close();
            throw e;
        }
    }

    /**
     * Listens to changes of one table of nf_tables of the family inet in the calling thread's network namespace: {@link
     * Event.TableChanged}, and nothing of other tables.
     *
     * @throws LinuxException EPERM without CAP_NET_ADMIN; EPROTONOSUPPORT, ENOENT or EINVAL when the kernel has no nf_tables
     */
    public static Monitor ofNftables(String table) throws LinuxException {
        Waker waker = Waker.open();
        try {
            NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.Protocol.NETFILTER);
            try {
                socket.receiveBuffer(RECEIVE_BUFFER);
                socket.join(NFTABLES);
            } catch (LinuxException | RuntimeException e) {
                socket.close();
                throw e;
            }
            return new Monitor(Transport.over(socket, waker), waker, Optional.of(table));
        } catch (LinuxException | RuntimeException e) {
            waker.close();
            throw e;
        }
    }

    private static NetlinkSocket listening(Set<Group> groups, int receiveBuffer) throws LinuxException {
        NetlinkSocket socket = NetlinkSocket.open();
        try {
            socket.receiveBuffer(receiveBuffer);
            for (Group group : groups) {
                socket.join(group.number());
            }
            return socket;
        } catch (LinuxException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * The next event, in the kernel's order. With a time of zero it takes what has come already and does not wait.
     *
     * @param longest to wait; a signal can end the wait before
     * @throws LinuxException when the socket itself fails; lost events are a {@link Event.Resync}
     * @throws IllegalStateException when the monitor is closed
     */
    public synchronized Event next(Duration longest) throws LinuxException {
        if (closing) {
            throw new IllegalStateException("the monitor is closed");
        }
        // Before any event: where events never end, a wake-up would otherwise never come through.
        if (woken.getAndSet(false)) {
            return WOKEN;
        }
        while (waiting.isEmpty()) {
            switch (transport.receive(longest)) {
                case Received.Datagram datagram -> read(datagram.bytes());
                case Received.Overrun lost ->
                    waiting.add(new Event.Resync("the kernel had more events than the receive buffer holds"));
                case Received.Cut cut ->
                    waiting.add(new Event.Resync("an event of " + cut.length() + " bytes was cut short"));
                case Received.Nothing nothing -> {
                    return woken.getAndSet(false) ? WOKEN : QUIET;
                }
            }
        }
        return waiting.remove();
    }

    /** What is no object of ours (a bridge telling of its ports) is passed over. */
    private void read(byte[] bytes) {
        try {
            for (Envelope envelope : Envelope.decodeAll(bytes)) {
                switch (envelope.message()) {
                    case Message.Thing thing -> waiting.add(new Event.Changed(envelope.tellsOfRemoval(), thing));
                    case NftablesMessage message -> read(message);
                    case ConntrackMessage _, Acknowledgement _, Done _, OtherMessage _ -> {}
                }
            }
        } catch (DecodeFault e) {
            waiting.add(new Event.Resync("an event was malformed: " + e.getMessage()));
        }
    }

    /** A transaction tells of each chain, rule and element: the one after the other they are one change. */
    private void read(NftablesMessage message) {
        table.filter(changed -> message.header().family() == NftablesQuery.INET
                        && message.table()
                                .map(Event.TableChanged::new)
                                .filter(changed::equals)
                                .isPresent())
                .filter(changed -> !changed.equals(waiting.peekLast()))
                .ifPresent(waiting::add);
    }

    /** Makes {@link #next} return {@link Event.Woken}, now or when it is called next. Several wake-ups may become one. */
    public void wake() {
        woken.set(true);
        waker.wake();
    }

    /** Ends a wait that is under way, and closes. */
    @Override
    public void close() {
        closing = true;
        wake();
        release();
    }

    private synchronized void release() {
        transport.close();
        waker.close();
    }
}
