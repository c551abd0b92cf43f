package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How many hops the packets of a TCP connection of the JDK's may travel, for which the JDK has no socket option. It does not
 * tell a channel's file descriptor either: it is found among the process's own, as the one with the connection's two ends.
 */
public final class ConnectionHops {

    private static final Path OWN_DESCRIPTORS = Path.of("/proc/self/fd");
    /** IPPROTO_IP of linux/in.h with IP_TTL, and IPPROTO_IPV6 with IPV6_UNICAST_HOPS of linux/in6.h. */
    private static final int IPPROTO_IP = 0;

    private static final int IP_TTL = 2;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_UNICAST_HOPS = 16;
    /** AF_INET6 of linux/socket.h: the JDK's sockets are of this family wherever there is IPv6, also for IPv4. */
    private static final int AF_INET6 = 10;
    /** struct sockaddr_in6 of linux/in6.h. */
    private static final int ADDRESS_BYTES = 28;

    private static final int MOST = 255;

    private ConnectionHops() {}

    /**
     * Sets it, from the next packet on.
     *
     * @param hops 1 to 255, or 0 for as many as other connections have
     * @throws LinuxException when the kernel refuses; IOException when the channel is not connected
     */
    public static void set(SocketChannel connection, int hops) throws IOException {
        if (hops < 0 || hops > MOST) {
            throw new IllegalArgumentException("a number of hops is 0 to " + MOST + ", not " + hops);
        }
        int fd = descriptor(connection);
        // Minus one brings the default back (ip(7), ipv6(7)).
        int value = hops == 0 ? -1 : hops;
        option(SystemCall.SETSOCKOPT, fd, IPPROTO_IP, IP_TTL, value);
        if (family(fd) == AF_INET6) {
            option(SystemCall.SETSOCKOPT, fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, value);
        }
    }

    /** How many IPv4 packets of this connection travel. */
    public static int get(SocketChannel connection) throws IOException {
        return option(SystemCall.GETSOCKOPT, descriptor(connection), IPPROTO_IP, IP_TTL, 0);
    }

    private static int option(SystemCall call, int fd, int level, int name, int value) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(16, 8);
            memory.set(JAVA_INT, 0, value);
            memory.set(JAVA_INT, 8, Integer.BYTES);
            long length = call == SystemCall.SETSOCKOPT ? Integer.BYTES : memory.address() + 8;
            Libc.checked(Libc.call(call, fd, level, name, memory.address(), length, 0), "hop limit of a connection");
            return memory.get(JAVA_INT, 0);
        }
    }

    private static int descriptor(SocketChannel connection) throws IOException {
        InetSocketAddress local = (InetSocketAddress) connection.getLocalAddress();
        InetSocketAddress remote = (InetSocketAddress) connection.getRemoteAddress();
        if (local == null || remote == null) {
            throw new IOException("the channel is not connected");
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(OWN_DESCRIPTORS)) {
            for (Path each : descriptors) {
                int fd = Integer.parseInt(each.getFileName().toString());
                if (end(SystemCall.GETPEERNAME, fd).filter(remote::equals).isPresent()
                        && end(SystemCall.GETSOCKNAME, fd).filter(local::equals).isPresent()) {
                    return fd;
                }
            }
        }
        throw new IOException("no file descriptor of this process is the connection from " + local + " to " + remote);
    }

    private static int family(int fd) {
        return raw(SystemCall.GETSOCKNAME, fd)
                .map(bytes -> (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8)
                .orElse(0);
    }

    /** One end of a TCP connection; empty for any other kind of file. */
    private static Optional<InetSocketAddress> end(SystemCall call, int fd) {
        return raw(call, fd).flatMap(SocketAddresses::parse);
    }

    private static Optional<byte[]> raw(SystemCall call, int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(ADDRESS_BYTES + 4, 4);
            memory.set(JAVA_INT, ADDRESS_BYTES, ADDRESS_BYTES);
            long result = Libc.call(call, fd, memory.address(), memory.address() + ADDRESS_BYTES);
            return result < 0
                    ? Optional.empty()
                    : Optional.of(memory.asSlice(0, ADDRESS_BYTES).toArray(JAVA_BYTE));
        }
    }
}
