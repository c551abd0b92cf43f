package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/**
 * A TCP socket that listens on 127.0.0.1, at a port that the kernel picks, as standard input: a program that is started with
 * the standard input of this one finds it there ({@link System#inheritedChannel}), and keeps it in this network namespace
 * wherever that program goes. The JDK hands no other descriptor on.
 */
public final class InheritedListener {

    private static final int STANDARD_INPUT = 0;
    /** AF_INET of linux/socket.h, SOCK_STREAM and SOCK_CLOEXEC of linux/net.h. */
    private static final int AF_INET = 2;

    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 0x80000;
    /** struct sockaddr_in of linux/in.h: family, port 0, 127.0.0.1, and padding. */
    private static final byte[] LOOPBACK = {AF_INET, 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};

    /** Where sin_port is, most significant byte first. */
    private static final int PORT = 2;

    /** Of asm-generic/socket.h. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_REUSEADDR = 2;

    private static final int BACKLOG = 128;

    private static final String REQUEST = "listen on 127.0.0.1";

    private InheritedListener() {}

    /**
     * Makes it this process's standard input, for good: what that was is closed.
     *
     * @param port the one to have if it is free, and another if not; any where empty
     * @throws LinuxException when the kernel refuses
     */
    public static void becomeStandardInput(OptionalInt port) throws LinuxException {
        try {
            becomeStandardInput(port.orElse(0));
        } catch (LinuxException e) {
            if (port.isEmpty() || e.errno() != Errno.EADDRINUSE) {
                throw e;
            }
            becomeStandardInput(0);
        }
    }

    private static void becomeStandardInput(int port) throws LinuxException {
        try (Arena arena = Arena.ofConfined();
                Fd socket = new Fd(checked(SystemCall.SOCKET, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))) {
            MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
            // Connections of a listener that was there before linger for a while.
            Libc.checked(
                    Libc.call(
                            SystemCall.SETSOCKOPT,
                            socket.number(),
                            SOL_SOCKET,
                            SO_REUSEADDR,
                            on.address(),
                            Integer.BYTES,
                            0),
                    REQUEST);
            byte[] bytes = LOOPBACK.clone();
            bytes[PORT] = (byte) (port >>> 8);
            bytes[PORT + 1] = (byte) port;
            MemorySegment address = arena.allocateFrom(JAVA_BYTE, bytes);
            checked(SystemCall.BIND, socket.number(), address.address(), LOOPBACK.length);
            checked(SystemCall.LISTEN, socket.number(), BACKLOG, 0);
            // Without O_CLOEXEC, as the copy is to be inherited.
            checked(SystemCall.DUP3, socket.number(), STANDARD_INPUT, 0);
        }
    }

    private static long checked(SystemCall call, long a, long b, long c) throws LinuxException {
        return Libc.checked(Libc.call(call, a, b, c), REQUEST);
    }
}
