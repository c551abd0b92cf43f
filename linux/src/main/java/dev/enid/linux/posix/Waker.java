package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;

/** An eventfd(2) that lets any thread end the wait of another. */
public final class Waker implements AutoCloseable {

    /** EFD_CLOEXEC | EFD_NONBLOCK of linux/eventfd.h. */
    private static final long FLAGS = 0x80000 | 0x800;

    private final Fd fd;

    private Waker(Fd fd) {
        this.fd = fd;
    }

    public static Waker open() throws LinuxException {
        return new Waker(new Fd(Libc.checked(Libc.call(SystemCall.EVENTFD2, 0, FLAGS), "eventfd2")));
    }

    Fd fd() {
        return fd;
    }

    /** Ends the wait that is under way, or the next one. From any thread; after {@link #close} it does nothing. */
    public void wake() {
        transfer(SystemCall.WRITE);
    }

    /** Takes back every {@link #wake} so far. */
    void reset() {
        transfer(SystemCall.READ);
    }

    /** The counter, added to or read and set to 0. It cannot overflow, and that nothing is there to read does no harm. */
    private synchronized void transfer(SystemCall call) {
        if (fd.isOpen()) {
            try (Arena arena = Arena.ofConfined()) {
                Libc.call(call, fd.number(), arena.allocateFrom(JAVA_LONG, 1).address(), Long.BYTES);
            }
        }
    }

    /** Closes it; a waiting thread is to be woken and gone before. */
    @Override
    public synchronized void close() {
        fd.close();
    }
}
