package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.enid.linux.posix.SystemCall.Architecture;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * The one foreign function: {@code long syscall(long number, ...)} of unistd.h.
 *
 * <p>All calls go through one call shape, because a JVM makes each shape anew when it starts, and that is what its first
 * foreign call costs. Pointers travel as longs, which keep nothing alive: what they point to lives in an arena that is closed after the call.
 */
final class Libc {

    private static final long ERRNO_OFFSET =
            Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));

    private static final MethodType SHAPE = MethodType.methodType(
            long.class,
            MemorySegment.class,
            long.class,
            long.class,
            long.class,
            long.class,
            long.class,
            long.class,
            long.class);

    /** errno is the thread's: the JVM's own calls between ours and the look at errno would change it. */
    private static final ThreadLocal<MemorySegment> ERRNO =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private static final Architecture ARCHITECTURE =
            System.getProperty("os.arch", "").equals("aarch64") ? Architecture.AARCH64 : Architecture.X86_64;

    private static final MethodHandle SYSCALL = link();

    private Libc() {}

    /** Where the function cannot be had, a handle that says why: an error in a static initializer is told only once. */
    private static MethodHandle link() {
        return unsupported().map(Libc::refusing).orElseGet(() -> {
            try {
                Linker linker = Linker.nativeLinker();
                return linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
            } catch (IllegalCallerException e) {
                return refusing("this JVM refuses native access; start it with --enable-native-access=ALL-UNNAMED ("
                        + e.getMessage() + ")");
            }
        });
    }

    private static Optional<String> unsupported() {
        String system = System.getProperty("os.name", "");
        String machine = System.getProperty("os.arch", "");
        boolean known = machine.equals("amd64") || machine.equals("aarch64");
        return system.equals("Linux") && known
                ? Optional.empty()
                : Optional.of("this program runs on Linux on x86_64 or aarch64, not on " + system + " on " + machine);
    }

    private static MethodHandle refusing(String reason) {
        MethodHandle thrower = MethodHandles.throwException(long.class, UnsupportedOperationException.class)
                .bindTo(new UnsupportedOperationException(reason));
        return MethodHandles.dropArguments(thrower, 0, SHAPE.parameterList());
    }

    static long call(SystemCall call, long a) {
        return call(call, a, 0, 0, 0, 0, 0);
    }

    static long call(SystemCall call, long a, long b) {
        return call(call, a, b, 0, 0, 0, 0);
    }

    static long call(SystemCall call, long a, long b, long c) {
        return call(call, a, b, c, 0, 0, 0);
    }

    /**
     * Makes the call once; a call broken off by a signal is the caller's to repeat.
     *
     * @return what the call returned, or minus its errno, as the kernel itself reports
     * @throws UnsupportedOperationException when this JVM may not, or cannot, call; the message says what mends it
     */
    static long call(SystemCall call, long a, long b, long c, long d, long e, long f) {
        MemorySegment state = ERRNO.get();
        long result;
        try {
            result = (long) SYSCALL.invokeExact(state, (long) call.number(ARCHITECTURE), a, b, c, d, e, f);
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable checked) {
            throw new AssertionError("a foreign function throws nothing", checked);
        }
        return result < 0 ? -state.get(JAVA_INT, ERRNO_OFFSET) : result;
    }

    /** As {@link #call}, repeated while a signal interrupts it. */
    static long uninterrupted(SystemCall call, long a, long b, long c, long d, long e, long f) {
        long result;
        do {
            result = call(call, a, b, c, d, e, f);
        } while (result == -Errno.EINTR.number());
        return result;
    }

    /** @throws LinuxException when {@code result} is minus an errno */
    static long checked(long result, String request) throws LinuxException {
        if (result < 0) {
            throw LinuxException.of((int) -result, request, Optional.empty());
        }
        return result;
    }
}
