package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.enid.core.ip.Family;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tables of the old iptables, as the kernel gives them out (linux/netfilter_ipv4/ip_tables.h, linux/netfilter_ipv6/ip6_tables.h): of the
 * network namespace of the thread that opened it. Needs CAP_NET_ADMIN and CAP_NET_RAW.
 */
public final class XtablesSocket implements AutoCloseable {

    /** AF_INET and AF_INET6 of linux/socket.h; SOCK_RAW | SOCK_CLOEXEC; IPPROTO_RAW. */
    private static final int V4 = 2;

    private static final int V6 = 10;
    private static final int TYPE = 3 | 0x80000;
    private static final int RAW = 255;

    /** SOL_IP and SOL_IPV6. */
    private static final int SOL_IP = 0;

    private static final int SOL_IPV6 = 41;

    /** IPT_SO_GET_INFO and IPT_SO_GET_ENTRIES; IPv6 has the same. */
    private static final int GET_INFO = 64;

    private static final int GET_ENTRIES = 65;

    /** XT_TABLE_MAXNAMELEN, with the zero byte. */
    private static final int NAME_BYTES = 32;

    /** Struct ipt_getinfo: the name, seventeen numbers less five; the last is the size of all entries. */
    private static final int INFO_BYTES = 84;

    private static final int SIZE_AT = 80;

    /** Struct ipt_get_entries: the name, the size, aligned to eight bytes. */
    private static final int HEADER_BYTES = 40;

    /** A hundred thousand rules; more are not looked at. */
    private static final int MOST_BYTES = 32 << 20;

    private final Family family;
    private final Fd fd;

    private XtablesSocket(Family family, Fd fd) {
        this.family = family;
        this.fd = fd;
    }

    /** In the calling thread's network namespace. */
    public static XtablesSocket open(Family family) throws LinuxException {
        int domain = family == Family.V4 ? V4 : V6;
        return new XtablesSocket(
                family,
                new Fd(Libc.checked(
                        Libc.call(SystemCall.SOCKET, domain, TYPE, RAW), "socket " + family + " SOCK_RAW")));
    }

    /**
     * What the kernel says of the table. Asking for one that is not there has the kernel load and make it.
     *
     * @return struct ipt_getinfo
     */
    public byte[] info(String table) throws LinuxException {
        return option(table, GET_INFO, INFO_BYTES, 0);
    }

    /**
     * The table's entries, one after the other.
     *
     * @param info what {@link #info} said
     * @throws LinuxException EAGAIN when the table has changed since; EMSGSIZE when it is too long
     */
    public byte[] entries(String table, byte[] info) throws LinuxException {
        int size = MemorySegment.ofArray(info).get(JAVA_INT_UNALIGNED, SIZE_AT);
        if (size < 0 || size > MOST_BYTES) {
            throw new LinuxException(Errno.EMSGSIZE, request(table));
        }
        byte[] all = option(table, GET_ENTRIES, HEADER_BYTES + size, size);
        return Arrays.copyOfRange(all, HEADER_BYTES, all.length);
    }

    private byte[] option(String table, int option, int length, int size) throws LinuxException {
        byte[] name = table.getBytes(StandardCharsets.US_ASCII);
        if (name.length >= NAME_BYTES) {
            throw new LinuxException(Errno.ENAMETOOLONG, request(table));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(length, Long.BYTES);
            MemorySegment.copy(name, 0, value, JAVA_BYTE, 0, name.length);
            value.set(JAVA_INT, NAME_BYTES, size);
            MemorySegment room = arena.allocateFrom(JAVA_INT, length);
            int level = family == Family.V4 ? SOL_IP : SOL_IPV6;
            Libc.checked(
                    Libc.call(SystemCall.GETSOCKOPT, fd.number(), level, option, value.address(), room.address(), 0),
                    request(table));
            return value.toArray(JAVA_BYTE);
        }
    }

    private String request(String table) {
        return (family == Family.V4 ? "iptables-legacy -t " : "ip6tables-legacy -t ") + table + " -S";
    }

    @Override
    public void close() {
        fd.close();
    }
}
