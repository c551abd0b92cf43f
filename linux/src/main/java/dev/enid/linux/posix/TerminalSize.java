package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/** How wide a terminal is: shells keep COLUMNS to themselves, so the terminal has to be asked. */
public final class TerminalSize {

    /** asm-generic/ioctls.h. */
    private static final int TIOCGWINSZ = 0x5413;

    /** struct winsize of asm-generic/termios.h: four unsigned shorts, of which the second is ws_col. */
    private static final int WINSIZE_BYTES = 8;

    private static final int WINSIZE_COLUMNS = 2;

    private TerminalSize() {}

    /**
     * The columns of the terminal that is open as {@code descriptor}.
     *
     * @return empty where it is no terminal, or one that does not know its size (a serial line)
     */
    public static OptionalInt columns(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(WINSIZE_BYTES, JAVA_SHORT.byteAlignment());
            if (Libc.call(SystemCall.IOCTL, descriptor, TIOCGWINSZ, size.address()) < 0) {
                return OptionalInt.empty();
            }
            int columns = Short.toUnsignedInt(size.get(JAVA_SHORT, WINSIZE_COLUMNS));
            return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
        } catch (UnsupportedOperationException _) {
            // A JVM without native access can still print.
            return OptionalInt.empty();
        }
    }
}
