package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/** ppoll(2) for a few descriptors. */
final class Readiness {

    /** struct pollfd of asm-generic/poll.h: int fd, short events, short revents. */
    private static final int POLLFD_BYTES = 8;

    private static final short POLLIN = 1;
    /** struct __kernel_timespec of linux/time_types.h: two 64-bit numbers. */
    private static final int TIMESPEC_BYTES = 16;

    private Readiness() {}

    /**
     * Waits until one of the descriptors can be read or has an error to tell.
     *
     * @return a bit for each descriptor in order; 0 when the time is over or a signal came
     */
    static int await(Duration longest, Fd... descriptors) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timeout = arena.allocate(TIMESPEC_BYTES, Long.BYTES);
            timeout.set(JAVA_LONG, 0, Math.max(0, longest.getSeconds()));
            timeout.set(JAVA_LONG, 8, longest.isNegative() ? 0 : longest.getNano());
            MemorySegment polled = arena.allocate((long) POLLFD_BYTES * descriptors.length, Integer.BYTES);
            for (int i = 0; i < descriptors.length; i++) {
                polled.set(JAVA_INT, (long) i * POLLFD_BYTES, descriptors[i].number());
                polled.set(JAVA_SHORT, (long) i * POLLFD_BYTES + 4, POLLIN);
            }
            long result = Libc.call(SystemCall.PPOLL, polled.address(), descriptors.length, timeout.address(), 0, 0, 0);
            if (result == -Errno.EINTR.number()) {
                return 0;
            }
            Libc.checked(result, "ppoll");
            int ready = 0;
            for (int i = 0; i < descriptors.length; i++) {
                if (polled.get(JAVA_SHORT, (long) i * POLLFD_BYTES + 6) != 0) {
                    ready |= 1 << i;
                }
            }
            return ready;
        }
    }
}
