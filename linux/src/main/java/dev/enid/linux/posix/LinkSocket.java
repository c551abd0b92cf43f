package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A datagram socket of all links of a network namespace at once: it tells by which link a datagram came, and sends by the link
 * that is named, whatever the routes say of the destination. That is what a DHCP server and a router need, whose clients have no
 * address yet; the JDK's channels know no link of what they receive.
 *
 * <p>It belongs to the network namespace of the thread that opened it. One thread receives; the others may call anything else.
 */
public final class LinkSocket implements AutoCloseable {

    /** AF_INET and AF_INET6 of linux/socket.h. */
    private static final int INET = 2;

    private static final int INET6 = 10;
    /** SOCK_DGRAM, SOCK_RAW, and SOCK_CLOEXEC | SOCK_NONBLOCK of linux/net.h. */
    private static final int DGRAM = 2;

    private static final int RAW = 3;
    private static final int FLAGS = 0x80000 | 0x800;

    /** IPPROTO_* of linux/in.h, which are levels of options too. */
    private static final int IPPROTO_IP = 0;

    private static final int IPPROTO_IPV6 = 41;
    private static final int IPPROTO_ICMPV6 = 58;

    /** SOL_SOCKET and its SO_BROADCAST of asm-generic/socket.h. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_BROADCAST = 6;
    /** Of linux/in.h: struct in_pktinfo is link, source to be used, destination. */
    private static final int IP_PKTINFO = 8;

    private static final int PKTINFO4_BYTES = 12;
    /** Of linux/in6.h; struct in6_pktinfo and ipv6_mreq of linux/ipv6.h are an address and a link. */
    private static final int IPV6_UNICAST_HOPS = 16;

    private static final int IPV6_MULTICAST_HOPS = 18;
    private static final int IPV6_MULTICAST_LOOP = 19;
    private static final int IPV6_JOIN_GROUP = 20;
    private static final int IPV6_LEAVE_GROUP = 21;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_PKTINFO = 50;
    private static final int PKTINFO6_BYTES = 20;
    /** ICMPV6_FILTER of linux/icmpv6.h: a bit for each type that is kept out. */
    private static final int ICMPV6_FILTER = 1;

    private static final int FILTER_BYTES = 32;
    /** RFC 4861: neighbor discovery travels with the greatest hop limit, which no router can have passed on. */
    private static final int ALL_HOPS = 255;

    /** struct msghdr of linux/socket.h, and struct cmsghdr before what it carries. */
    private static final int MSGHDR_BYTES = 56;

    private static final int CMSGHDR_BYTES = 16;
    private static final int CONTROL_BYTES = 64;
    /** struct sockaddr_in6 of linux/in6.h, the longer one, rounded up. */
    private static final int ADDRESS_BYTES = 32;

    private static final int IN_BYTES = 16;
    private static final int IN6_BYTES = 28;

    /** SIOCGIFNAME and SIOCGIFINDEX of linux/sockios.h, and struct ifreq of linux/if.h. */
    private static final int SIOCGIFNAME = 0x8910;

    private static final int SIOCGIFINDEX = 0x8933;
    private static final int IFREQ_BYTES = 40;
    private static final int IFNAMSIZ = 16;

    /** No datagram is longer. */
    private static final int BUFFER_BYTES = 65_536;

    private final Fd fd;
    private final Family family;
    private final Arena memory = Arena.ofShared();
    private final MemorySegment buffer = memory.allocate(BUFFER_BYTES, Long.BYTES);
    private final MemorySegment head = memory.allocate(MSGHDR_BYTES + 16 + ADDRESS_BYTES + CONTROL_BYTES, Long.BYTES);

    private LinkSocket(Fd fd, Family family) {
        this.fd = fd;
        this.family = family;
    }

    /**
     * One for UDP, at that port of every address.
     *
     * @throws LinuxException EADDRINUSE, or EACCES for a port below 1024 without CAP_NET_BIND_SERVICE
     */
    public static LinkSocket udp(Family family, int port) throws LinuxException {
        LinkSocket socket = open(family, DGRAM, 0);
        try {
            if (family == Family.V4) {
                socket.option(SOL_SOCKET, SO_BROADCAST, 1);
            } else {
                socket.option(IPPROTO_IPV6, IPV6_V6ONLY, 1);
            }
            socket.bind(port);
            return socket;
        } catch (LinuxException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * One for ICMPv6, with the hop limit of neighbor discovery; the kernel fills the checksum in.
     *
     * @param heard the only type that is received
     * @throws LinuxException EPERM without CAP_NET_RAW
     */
    public static LinkSocket icmpv6(int heard) throws LinuxException {
        LinkSocket socket = open(Family.V6, RAW, IPPROTO_ICMPV6);
        try (Arena arena = Arena.ofConfined()) {
            socket.option(IPPROTO_IPV6, IPV6_UNICAST_HOPS, ALL_HOPS);
            socket.option(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, ALL_HOPS);
            MemorySegment filter = arena.allocate(FILTER_BYTES, Integer.BYTES).fill((byte) 0xff);
            filter.setAtIndex(JAVA_INT, heard / 32, ~(1 << (heard % 32)));
            socket.option(IPPROTO_ICMPV6, ICMPV6_FILTER, filter, "filter ICMPv6");
            return socket;
        } catch (LinuxException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static LinkSocket open(Family family, int type, int protocol) throws LinuxException {
        int number = family == Family.V4 ? INET : INET6;
        long result = Libc.call(SystemCall.SOCKET, number, type | FLAGS, protocol);
        LinkSocket socket = new LinkSocket(new Fd(Libc.checked(result, "socket " + family.keyword())), family);
        try {
            if (family == Family.V4) {
                socket.option(IPPROTO_IP, IP_PKTINFO, 1);
            } else {
                socket.option(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
                socket.option(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
            }
            return socket;
        } catch (LinuxException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void option(int level, int option, int value) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            option(level, option, arena.allocateFrom(JAVA_INT, value), "set socket option " + option);
        }
    }

    private void option(int level, int option, MemorySegment value, String request) throws LinuxException {
        long result =
                Libc.call(SystemCall.SETSOCKOPT, fd.number(), level, option, value.address(), value.byteSize(), 0);
        Libc.checked(result, request);
    }

    private void bind(int port) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ADDRESS_BYTES, Long.BYTES);
            int length = address(address, family == Family.V4 ? Ip.v4(0) : Ip.v6(0, 0), port, 0);
            Libc.checked(Libc.call(SystemCall.BIND, fd.number(), address.address(), length), "bind port " + port);
        }
    }

    /** Writes a sockaddr_in or sockaddr_in6; its length. */
    private static int address(MemorySegment into, Ip ip, int port, int scope) {
        ByteBuffer buffer = into.asByteBuffer().order(ByteOrder.nativeOrder());
        buffer.putShort((short) (ip.family() == Family.V4 ? INET : INET6));
        buffer.put((byte) (port >>> 8)).put((byte) port);
        if (ip.family() == Family.V4) {
            buffer.put(ip.toBytes());
            return IN_BYTES;
        }
        buffer.putInt(0).put(ip.toBytes()).putInt(scope);
        return IN6_BYTES;
    }

    /**
     * Makes a link take what is sent to the group, until {@link #leave}.
     *
     * @param group of IPv6
     * @throws LinuxException ENODEV when there is no such link, EADDRINUSE when it does already
     */
    public void join(Ip group, int link) throws LinuxException {
        membership(IPV6_JOIN_GROUP, group, link, "join " + group);
    }

    /** Takes a {@link #join} back, also for a link that is gone: the kernel keeps the entry until told. */
    public void leave(Ip group, int link) throws LinuxException {
        membership(IPV6_LEAVE_GROUP, group, link, "leave " + group);
    }

    private void membership(int option, Ip group, int link, String request) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = arena.allocate(PKTINFO6_BYTES, Integer.BYTES);
            MemorySegment.copy(group.toBytes(), 0, entry, JAVA_BYTE, 0, 16);
            entry.set(JAVA_INT, 16, link);
            option(IPPROTO_IPV6, option, entry, request + " on link " + link);
        }
    }

    /** Takes one datagram, without waiting; empty when none has come. */
    public Optional<LinkDatagram> receive() throws LinuxException {
        head.fill((byte) 0);
        MemorySegment vector = head.asSlice(MSGHDR_BYTES, 16);
        MemorySegment address = head.asSlice(MSGHDR_BYTES + 16, ADDRESS_BYTES);
        MemorySegment control = head.asSlice(MSGHDR_BYTES + 16 + ADDRESS_BYTES, CONTROL_BYTES);
        fill(head, address, ADDRESS_BYTES, vector, control, CONTROL_BYTES);
        vector.set(JAVA_LONG, 0, buffer.address());
        vector.set(JAVA_LONG, 8, BUFFER_BYTES);
        long length = Libc.uninterrupted(SystemCall.RECVMSG, fd.number(), head.address(), 0, 0, 0, 0);
        if (length == -Errno.EAGAIN.number()) {
            return Optional.empty();
        }
        Libc.checked(length, "receive");
        byte[] bytes = buffer.asSlice(0, length).toArray(JAVA_BYTE);
        byte[] from = address.toArray(JAVA_BYTE);
        Ip source = family == Family.V4
                ? Ip.ofBytes(java.util.Arrays.copyOfRange(from, 4, 8))
                : Ip.ofBytes(java.util.Arrays.copyOfRange(from, 8, 24));
        // A raw socket shows its protocol there.
        int port = family == Family.V4 || isUdp(from) ? (from[2] & 0xff) << 8 | (from[3] & 0xff) : 0;
        return Optional.of(new LinkDatagram(bytes, source, port, link(control)));
    }

    private static boolean isUdp(byte[] from) {
        return ((from[2] & 0xff) << 8 | (from[3] & 0xff)) != IPPROTO_ICMPV6;
    }

    /** struct msghdr: name, its length, vector, how many, control, its length, flags. */
    private static void fill(
            MemorySegment head,
            MemorySegment address,
            int addressBytes,
            MemorySegment vector,
            MemorySegment control,
            int controlBytes) {
        head.set(JAVA_LONG, 0, address.address());
        head.set(JAVA_INT, 8, addressBytes);
        head.set(JAVA_LONG, 16, vector.address());
        head.set(JAVA_LONG, 24, 1);
        head.set(JAVA_LONG, 32, control.address());
        head.set(JAVA_LONG, 40, controlBytes);
    }

    /** The one control message that was asked for. */
    private int link(MemorySegment control) {
        return control.get(JAVA_INT, CMSGHDR_BYTES + (family == Family.V4 ? 0 : 16));
    }

    /**
     * Sends a datagram by a link.
     *
     * @param from an address of this namespace, of any link
     * @param port of the receiver; 0 for ICMPv6
     * @throws LinuxException ENODEV or ENXIO when the link is gone, ENETDOWN or ENETUNREACH when it is down
     */
    public void send(byte[] bytes, Ip from, Ip to, int port, int link) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment message = arena.allocate(MSGHDR_BYTES, Long.BYTES);
            MemorySegment vector = arena.allocate(16, Long.BYTES);
            MemorySegment address = arena.allocate(ADDRESS_BYTES, Long.BYTES);
            MemorySegment payload = arena.allocate(Math.max(1, bytes.length), Long.BYTES);
            MemorySegment.copy(bytes, 0, payload, JAVA_BYTE, 0, bytes.length);
            vector.set(JAVA_LONG, 0, payload.address());
            vector.set(JAVA_LONG, 8, bytes.length);
            MemorySegment control = arena.allocate(CONTROL_BYTES, Long.BYTES);
            int controlBytes = control(control, from, link);
            fill(message, address, address(address, to, port, link), vector, control, controlBytes);
            long result = Libc.uninterrupted(SystemCall.SENDMSG, fd.number(), message.address(), 0, 0, 0, 0);
            Libc.checked(result, "send to " + to + " by link " + link);
        }
    }

    /** The link and the source, as one control message; its length, rounded up as CMSG_SPACE does. */
    private int control(MemorySegment control, Ip from, int link) {
        boolean v4 = family == Family.V4;
        int length = CMSGHDR_BYTES + (v4 ? PKTINFO4_BYTES : PKTINFO6_BYTES);
        control.set(JAVA_LONG, 0, length);
        control.set(JAVA_INT, 8, v4 ? IPPROTO_IP : IPPROTO_IPV6);
        control.set(JAVA_INT, 12, v4 ? IP_PKTINFO : IPV6_PKTINFO);
        byte[] source = from.toBytes();
        control.set(JAVA_INT, CMSGHDR_BYTES + (v4 ? 0 : 16), link);
        MemorySegment.copy(source, 0, control, JAVA_BYTE, CMSGHDR_BYTES + (v4 ? 4 : 0), source.length);
        return (length + 7) / 8 * 8;
    }

    /** The name of a link in the socket's namespace; empty when there is none of that index. */
    public Optional<String> linkName(int link) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_BYTES, Long.BYTES);
            request.set(JAVA_INT, IFNAMSIZ, link);
            if (Libc.call(SystemCall.IOCTL, fd.number(), SIOCGIFNAME, request.address()) < 0) {
                return Optional.empty();
            }
            return Optional.of(request.getString(0, StandardCharsets.UTF_8));
        }
    }

    /** The index of a link in the socket's namespace; empty when there is none of that name. */
    public OptionalInt linkIndex(String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(IFREQ_BYTES, Long.BYTES);
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            if (bytes.length >= IFNAMSIZ) {
                return OptionalInt.empty();
            }
            MemorySegment.copy(bytes, 0, request, JAVA_BYTE, 0, bytes.length);
            if (Libc.call(SystemCall.IOCTL, fd.number(), SIOCGIFINDEX, request.address()) < 0) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(request.get(JAVA_INT, IFNAMSIZ));
        }
    }

    /** Waits until one of the sockets has something to {@link #receive}, the time is over, or a wake-up comes, which is used up. */
    public static void await(Duration longest, Waker waker, List<LinkSocket> sockets) throws LinuxException {
        Fd[] descriptors = new Fd[sockets.size() + 1];
        descriptors[0] = waker.fd();
        for (int i = 0; i < sockets.size(); i++) {
            descriptors[i + 1] = sockets.get(i).fd;
        }
        if ((Readiness.await(longest, descriptors) & 1) != 0) {
            waker.reset();
        }
    }

    /** To be called when no thread uses the socket any more. */
    @Override
    public void close() {
        if (fd.isOpen()) {
            fd.close();
            memory.close();
        }
    }
}
