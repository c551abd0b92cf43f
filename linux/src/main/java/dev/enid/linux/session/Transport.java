package dev.enid.linux.session;

import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.NetlinkSocket;
import dev.enid.linux.posix.Received;
import dev.enid.linux.posix.Waker;
import java.time.Duration;

/** What a conversation needs of a socket; a test puts its faults here. */
interface Transport extends AutoCloseable {

    void send(byte[] bytes, int from, int length) throws LinuxException;

    /** Takes one datagram, waiting for it up to {@code longest}. */
    Received receive(Duration longest) throws LinuxException;

    /** Hears of changes from here on. */
    void join(Group group) throws LinuxException;

    /** Hears of them no more; what has come already stays in the queue. */
    void leave(Group group) throws LinuxException;

    /** The receive buffer as the kernel counts it, in bytes. */
    int receiveBuffer() throws LinuxException;

    @Override
    void close();

    /** The real one. */
    static Transport over(NetlinkSocket socket) {
        return over(socket, socket::await);
    }

    /** The real one; a wake-up ends {@link #receive} with nothing. */
    static Transport over(NetlinkSocket socket, Waker waker) {
        return over(socket, longest -> socket.await(longest, waker));
    }

    /** How to wait for a datagram: true when there is one. */
    @FunctionalInterface
    interface Wait {
        boolean await(Duration longest) throws LinuxException;
    }

    private static Transport over(NetlinkSocket socket, Wait wait) {
        return new Transport() {
            @Override
            public void send(byte[] bytes, int from, int length) throws LinuxException {
                socket.send(bytes, from, length);
            }

            @Override
            public Received receive(Duration longest) throws LinuxException {
                Received first = socket.receive();
                boolean empty = first instanceof Received.Nothing && !longest.isZero();
                return empty && wait.await(longest) ? socket.receive() : first;
            }

            @Override
            public void join(Group group) throws LinuxException {
                socket.join(group.number());
            }

            @Override
            public void leave(Group group) throws LinuxException {
                socket.leave(group.number());
            }

            @Override
            public int receiveBuffer() throws LinuxException {
                return socket.receiveBuffer();
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }
}
