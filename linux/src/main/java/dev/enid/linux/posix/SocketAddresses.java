package dev.enid.linux.posix;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** struct sockaddr_in and sockaddr_in6, as the JDK would show them. */
final class SocketAddresses {

    /** AF_INET and AF_INET6 of linux/socket.h. */
    private static final int INET = 2;

    private static final int INET6 = 10;

    private SocketAddresses() {}

    /**
     * Reads one.
     *
     * @param bytes 28 of them: family, port in network order, then 4 bytes of address, or 4 of flow label, 16 of address and
     *     4 of scope
     */
    static Optional<InetSocketAddress> parse(byte[] bytes) {
        int family = (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8;
        int port = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
        try {
            return switch (family) {
                case INET ->
                    Optional.of(new InetSocketAddress(InetAddress.getByAddress(Arrays.copyOfRange(bytes, 4, 8)), port));
                case INET6 -> Optional.of(new InetSocketAddress(v6(bytes), port));
                default -> Optional.empty();
            };
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 or 16 bytes", e);
        }
    }

    /** A v4-mapped address is IPv4 to the JDK, and a link-local one has a scope. */
    private static InetAddress v6(byte[] bytes) throws UnknownHostException {
        byte[] address = Arrays.copyOfRange(bytes, 8, 24);
        int scope = (bytes[24] & 0xff) | (bytes[25] & 0xff) << 8 | (bytes[26] & 0xff) << 16 | (bytes[27] & 0xff) << 24;
        InetAddress plain = InetAddress.getByAddress(address);
        return plain instanceof Inet6Address && scope != 0 ? Inet6Address.getByAddress("", address, scope) : plain;
    }
}
