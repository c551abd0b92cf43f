package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Tells the service manager how the service is, as sd_notify(3) does; tells nobody where nobody asked. */
public final class ServiceNotifier {

    /** AF_UNIX of linux/socket.h. */
    private static final int FAMILY = 1;
    /** SOCK_DGRAM | SOCK_CLOEXEC of linux/net.h. */
    private static final int TYPE = 2 | 0x80000;
    /** sizeof sun_path of linux/un.h; the family's two bytes come before it. */
    private static final int PATH_BYTES = 108;
    /** MSG_NOSIGNAL of linux/socket.h. */
    private static final int NO_SIGNAL = 0x4000;

    private final Optional<String> socket;

    /**
     * Speaks to the manager that listens there.
     *
     * @param socket the value of NOTIFY_SOCKET: an absolute path, or {@code @} and an abstract name; empty for none
     * @throws IllegalArgumentException when it is neither, or longer than a socket's name can be
     */
    public ServiceNotifier(Optional<String> socket) {
        this.socket = socket.filter(name -> !name.isEmpty());
        this.socket.ifPresent(name -> {
            boolean fits = name.getBytes(StandardCharsets.UTF_8).length < PATH_BYTES && name.length() > 1;
            if (!fits || (name.charAt(0) != '/' && name.charAt(0) != '@')) {
                throw new IllegalArgumentException(
                        "NOTIFY_SOCKET is an absolute path or @ and an abstract name, of less than " + PATH_BYTES
                                + " bytes, not " + name);
            }
        });
    }

    /** READY=1: the service is up, or has finished reloading. */
    public void ready(String status) throws LinuxException {
        send("READY=1\nSTATUS=" + oneLine(status));
    }

    /**
     * RELOADING=1; {@link #ready} ends it.
     *
     * @param monotonic CLOCK_MONOTONIC now, which {@code Type=notify-reload} wants
     */
    public void reloading(Duration monotonic) throws LinuxException {
        send("RELOADING=1\nMONOTONIC_USEC=" + monotonic.toNanos() / 1000);
    }

    /** STOPPING=1. */
    public void stopping() throws LinuxException {
        send("STOPPING=1");
    }

    /** What {@code systemctl status} shows, one line. */
    public void status(String text) throws LinuxException {
        send("STATUS=" + oneLine(text));
    }

    /** WATCHDOG=1: still alive. */
    public void alive() throws LinuxException {
        send("WATCHDOG=1");
    }

    /** A newline would start another assignment. */
    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }

    private void send(String assignments) throws LinuxException {
        if (socket.isEmpty()) {
            return;
        }
        String name = socket.get();
        try (Fd fd = new Fd(Libc.checked(Libc.call(SystemCall.SOCKET, FAMILY, TYPE, 0), "socket AF_UNIX"));
                Arena arena = Arena.ofConfined()) {
            byte[] path = name.getBytes(StandardCharsets.UTF_8);
            if (path[0] == '@') {
                path[0] = 0;
            }
            // A path ends with a zero byte, which allocate left there; an abstract name ends where its length says.
            int addressLength = 2 + path.length + (path[0] == 0 ? 0 : 1);
            MemorySegment address = arena.allocate(addressLength, 2);
            address.set(JAVA_SHORT, 0, (short) FAMILY);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
            byte[] text = assignments.getBytes(StandardCharsets.UTF_8);
            MemorySegment message = arena.allocateFrom(JAVA_BYTE, text);
            long result = Libc.uninterrupted(
                    SystemCall.SENDTO,
                    fd.number(),
                    message.address(),
                    text.length,
                    NO_SIGNAL,
                    address.address(),
                    addressLength);
            Libc.checked(result, "notify the service manager at " + name);
        }
    }
}
