package dev.enid.linux.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** An open file descriptor, closed on exec. */
public final class Fd implements AutoCloseable {

    /** AT_FDCWD of linux/fcntl.h. */
    private static final long CURRENT_DIRECTORY = -100;
    /** O_CLOEXEC and O_WRONLY of asm-generic/fcntl.h; O_RDONLY is 0. */
    private static final long CLOSE_ON_EXEC = 0x80000;

    private static final long WRITE_ONLY = 1;

    private static final int CLOSED = -1;

    private final AtomicInteger number;

    Fd(long number) {
        this.number = new AtomicInteger(Math.toIntExact(number));
    }

    /**
     * Opens for reading. Other than {@code java.nio.file}, this gives a number that can be handed to the kernel.
     *
     * @throws LinuxException ENOENT, EACCES and so on, with the path
     */
    public static Fd open(Path path) throws LinuxException {
        return open(path, CLOSE_ON_EXEC, "open " + path);
    }

    /** Opens a file that is there for writing, {@code request} naming the attempt in an error. */
    static Fd openToWrite(Path path, String request) throws LinuxException {
        return open(path, WRITE_ONLY | CLOSE_ON_EXEC, request);
    }

    private static Fd open(Path path, long flags, String request) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(path.toString());
            long result = Libc.uninterrupted(SystemCall.OPENAT, CURRENT_DIRECTORY, text.address(), flags, 0, 0, 0);
            return new Fd(Libc.checked(result, request));
        }
    }

    /** Reads once, at most {@code most} bytes, as ASCII. */
    String read(int most, String request) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(most);
            long length =
                    Libc.checked(Libc.uninterrupted(SystemCall.READ, number(), into.address(), most, 0, 0, 0), request);
            byte[] bytes = into.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }

    /** Writes ASCII in one call, as files of the kernel want it. */
    void write(String text, String request) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(text, StandardCharsets.US_ASCII);
            Libc.checked(
                    Libc.uninterrupted(SystemCall.WRITE, number(), from.address(), text.length(), 0, 0, 0), request);
        }
    }

    /**
     * The descriptor's number, valid until {@link #close}.
     *
     * @throws IllegalStateException when it is closed: the number may be another file's by now
     */
    public int number() {
        int current = number.get();
        if (current == CLOSED) {
            throw new IllegalStateException("the file descriptor is closed");
        }
        return current;
    }

    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** The path by which this process, and the kernel on its behalf, can reach the open file. */
    public Path path() {
        return Path.of("/proc/thread-self/fd/" + number());
    }

    /** Closes it; a second time does nothing. Never fails: Linux frees the number whatever close(2) returns. */
    @Override
    public void close() {
        int current = number.getAndSet(CLOSED);
        if (current != CLOSED) {
            Libc.call(SystemCall.CLOSE, current);
        }
    }
}
