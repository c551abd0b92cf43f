package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A unix datagram socket that is listened to, as the service manager's is; the JDK has no such sockets. */
final class DatagramInbox implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MOST = 4096;

    private final Fd fd;

    /** @param name as NOTIFY_SOCKET has it: a path, or {@code @} and an abstract name */
    DatagramInbox(String name) throws LinuxException {
        fd = new Fd(Libc.checked(Libc.call(SystemCall.SOCKET, AF_UNIX, SOCK_DGRAM, 0), "socket"));
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path[0] == '@') {
            path[0] = 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(2 + path.length, 2);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
            Libc.checked(
                    Libc.call(SystemCall.BIND, fd.number(), address.address(), address.byteSize()), "bind " + name);
        }
    }

    /** The next message, for which it waits 10 s. */
    String next() throws LinuxException {
        if (Readiness.await(Duration.ofSeconds(10), fd) == 0) {
            throw new AssertionError("no notification came");
        }
        return fd.read(MOST, "read");
    }

    boolean isEmpty() throws LinuxException {
        return Readiness.await(Duration.ZERO, fd) == 0;
    }

    @Override
    public void close() {
        fd.close();
    }
}
