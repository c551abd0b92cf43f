package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * A netlink socket. It belongs to the network namespace of the thread that opened it, and stays there whichever
 * thread uses it later. For one thread at a time.
 */
public final class NetlinkSocket implements AutoCloseable {

    /** AF_NETLINK of linux/socket.h. */
    private static final int FAMILY = 16;
    /** SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK of linux/net.h. */
    private static final int TYPE = 3 | 0x80000 | 0x800;
    /** Whom in the kernel it leads to: NETLINK_* of linux/netlink.h. */
    public enum Protocol {
        ROUTE(0),
        NETFILTER(12);

        private final int number;

        Protocol(int number) {
            this.number = number;
        }
    }

    /** struct sockaddr_nl of linux/netlink.h: u16 family, u16 pad, u32 port, u32 groups. */
    private static final int ADDRESS_BYTES = 12;

    /** SOL_SOCKET and its SO_* of asm-generic/socket.h. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;
    /** SOL_NETLINK of linux/socket.h and its NETLINK_* of linux/netlink.h. */
    private static final int SOL_NETLINK = 270;

    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_DROP_MEMBERSHIP = 2;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;

    /** MSG_TRUNC | MSG_DONTWAIT of linux/socket.h: with the first, recvfrom returns the datagram's own length. */
    private static final int RECEIVE_FLAGS = 0x20 | 0x40;

    /** The kernel makes dump datagrams of at most 32 KiB (netlink_dump); a link with many virtual functions is longer. */
    private static final int FIRST_BUFFER = 64 * 1024;

    private static final int SMALL_BYTES = 32;

    private final Fd fd;
    private final Arena memory = Arena.ofShared();
    /** For socket addresses and option values. */
    private final MemorySegment small = memory.allocate(SMALL_BYTES, Long.BYTES);

    private MemorySegment buffer = memory.allocate(FIRST_BUFFER, Long.BYTES);

    private NetlinkSocket(Fd fd) {
        this.fd = fd;
    }

    /** For rtnetlink: {@link #open(Protocol)}. */
    public static NetlinkSocket open() throws LinuxException {
        return open(Protocol.ROUTE);
    }

    /**
     * Opens and binds one in the calling thread's network namespace. Acknowledgements carry the kernel's words and no copy
     * of the request, and dumps are filtered by the kernel, each where it can (Linux 4.3, 4.12, 4.20).
     *
     * @throws LinuxException EPROTONOSUPPORT when the kernel has nobody of that protocol
     */
    public static NetlinkSocket open(Protocol protocol) throws LinuxException {
        NetlinkSocket socket = new NetlinkSocket(new Fd(Libc.checked(
                Libc.call(SystemCall.SOCKET, FAMILY, TYPE, protocol.number), "socket AF_NETLINK " + protocol)));
        try {
            socket.optional(NETLINK_CAP_ACK);
            socket.optional(NETLINK_EXT_ACK);
            socket.optional(NETLINK_GET_STRICT_CHK);
            socket.bind();
            return socket;
        } catch (LinuxException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void optional(int option) {
        setOption(SOL_NETLINK, option, 1);
    }

    /** Port 0: the kernel picks one. */
    private void bind() throws LinuxException {
        small.fill((byte) 0);
        small.set(JAVA_SHORT, 0, (short) FAMILY);
        long result = Libc.call(SystemCall.BIND, fd.number(), small.address(), ADDRESS_BYTES);
        Libc.checked(result, "bind AF_NETLINK");
    }

    private long setOption(int level, int option, int value) {
        small.set(JAVA_INT, 0, value);
        long result = Libc.call(SystemCall.SETSOCKOPT, fd.number(), level, option, small.address(), Integer.BYTES, 0);
        return result;
    }

    /** Subscribes to a multicast group: RTNLGRP_* of linux/rtnetlink.h, NFNLGRP_* of linux/netfilter/nfnetlink.h. */
    public void join(int group) throws LinuxException {
        Libc.checked(setOption(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group), "join netlink group " + group);
    }

    /** Takes a {@link #join} back; what has come already stays in the queue. */
    public void leave(int group) throws LinuxException {
        Libc.checked(setOption(SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, group), "leave netlink group " + group);
    }

    /**
     * Asks for a receive buffer. Beyond net.core.rmem_max only CAP_NET_ADMIN of the machine's first user namespace gets it
     * (SO_RCVBUFFORCE); others get as much as they may (SO_RCVBUF).
     *
     * @return what is there now, in bytes as the kernel counts: twice what was granted, for its own book-keeping
     */
    public int receiveBuffer(int bytes) throws LinuxException {
        if (setOption(SOL_SOCKET, SO_RCVBUFFORCE, bytes) < 0) {
            Libc.checked(setOption(SOL_SOCKET, SO_RCVBUF, bytes), "set SO_RCVBUF to " + bytes);
        }
        return receiveBuffer();
    }

    /** The receive buffer as the kernel counts it, in bytes. */
    public int receiveBuffer() throws LinuxException {
        small.set(JAVA_INT, 0, 0);
        small.set(JAVA_INT, 8, Integer.BYTES);
        long result = Libc.call(
                SystemCall.GETSOCKOPT, fd.number(), SOL_SOCKET, SO_RCVBUF, small.address(), small.address() + 8, 0);
        Libc.checked(result, "get SO_RCVBUF");
        return small.get(JAVA_INT, 0);
    }

    /** Sends messages to the kernel, which carries them out before this returns. */
    public void send(byte[] bytes, int from, int length) throws LinuxException {
        if (length > buffer.byteSize()) {
            buffer = memory.allocate(length, Long.BYTES);
        }
        MemorySegment.copy(bytes, from, buffer, JAVA_BYTE, 0, length);
        small.fill((byte) 0);
        small.set(JAVA_SHORT, 0, (short) FAMILY);
        long result = Libc.uninterrupted(
                SystemCall.SENDTO, fd.number(), buffer.address(), length, 0, small.address(), ADDRESS_BYTES);
        Libc.checked(result, "send " + length + " bytes to netlink");
    }

    /** Takes one datagram, without waiting. What another process sends is not for us and is dropped. */
    public Received receive() throws LinuxException {
        while (true) {
            small.fill((byte) 0);
            small.set(JAVA_INT, 16, ADDRESS_BYTES);
            long length = Libc.uninterrupted(
                    SystemCall.RECVFROM,
                    fd.number(),
                    buffer.address(),
                    buffer.byteSize(),
                    RECEIVE_FLAGS,
                    small.address(),
                    small.address() + 16);
            if (length == -Errno.EAGAIN.number()) {
                return new Received.Nothing();
            }
            if (length == -Errno.ENOBUFS.number()) {
                return new Received.Overrun();
            }
            Libc.checked(length, "receive from netlink");
            if (small.get(JAVA_INT, 4) != 0) {
                continue;
            }
            if (length > buffer.byteSize()) {
                buffer = memory.allocate(length, Long.BYTES);
                return new Received.Cut((int) length);
            }
            byte[] bytes = new byte[(int) length];
            MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, bytes.length);
            return new Received.Datagram(bytes, small.get(JAVA_INT, 8) != 0);
        }
    }

    /** Waits until {@link #receive} has something to tell; false when it had not within the time. */
    public boolean await(Duration longest) throws LinuxException {
        return Readiness.await(longest, fd) != 0;
    }

    /** As {@link #await(Duration)}; a wake-up ends it too, and is then used up. */
    public boolean await(Duration longest, Waker waker) throws LinuxException {
        int ready = Readiness.await(longest, fd, waker.fd());
        if ((ready & 2) != 0) {
            waker.reset();
        }
        return (ready & 1) != 0;
    }

    @Override
    public void close() {
        if (fd.isOpen()) {
            fd.close();
            memory.close();
        }
    }
}
