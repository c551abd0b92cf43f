package dev.enid.linux.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Another program in place of this one. */
public final class Program {

    /** SIG_SETMASK of asm-generic/signal.h, and the bytes of the kernel's sigset_t. */
    private static final int SIG_SETMASK = 2;

    private static final int SIGNAL_SET_BYTES = 8;

    private Program() {}

    /**
     * Replaces this process: same process id, terminal, standard streams and parent, so that nothing stands between the
     * program and the person. Never returns normally; no shutdown hook runs.
     *
     * @param file the program, not looked for on a path
     * @param arguments with the program's own name as the first
     * @throws LinuxException ENOENT, EACCES and so on, with the file
     */
    public static void replaceThis(Path file, List<String> arguments, Map<String, String> environment)
            throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom(file.toString());
            MemorySegment argv = pointers(arena, arguments.stream());
            MemorySegment envp = pointers(
                    arena, environment.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()));
            // The JVM blocks SIGQUIT in its threads, and a mask survives execve(2).
            MemorySegment none = arena.allocate(SIGNAL_SET_BYTES, Long.BYTES);
            Libc.call(SystemCall.RT_SIGPROCMASK, SIG_SETMASK, none.address(), 0, SIGNAL_SET_BYTES, 0, 0);
            Libc.checked(
                    Libc.call(SystemCall.EXECVE, path.address(), argv.address(), envp.address()), "execute " + file);
        }
    }

    /** An array of strings that ends with a null pointer. */
    private static MemorySegment pointers(Arena arena, Stream<String> strings) {
        List<MemorySegment> texts = strings.map(arena::allocateFrom).toList();
        MemorySegment array = arena.allocate(JAVA_LONG, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(JAVA_LONG, i, texts.get(i).address());
        }
        return array;
    }
}
