package dev.enid.linux.nftables;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A context of libnftables (libnftables(3)), which reads commands as JSON (libnftables-json(5)). Its netlink socket belongs to the
 * network namespace of the thread that opened it. For one thread at a time.
 *
 * <p>Beware: where it gets no netlink socket, the library ends the process (netlink_init_error of its src/mnl.c). Whoever opens a
 * context has to have seen that the kernel gives sockets of NETLINK_NETFILTER.
 */
public final class Libnftables implements AutoCloseable {

    /** Since nftables 0.9.0, of 2018; the interface has not changed since. */
    private static final String LIBRARY = "libnftables.so.1";

    /** NFT_CTX_OUTPUT_JSON of nftables/libnftables.h: commands are read as JSON too. */
    private static final long JSON = 1 << 4;

    /** Of what the library says about a mistake. */
    private static final int MOST_WORDS = 4096;

    /**
     * All functions are called in one shape, since a JVM makes each shape anew: two registers of arguments and one of a result. A
     * function that takes less does not look at the other register, and of an int the lower half is its value (System V ABI for
     * x86_64, AAPCS64).
     */
    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /** The library's functions, looked for when the first context is wanted. */
    private record Functions(
            MethodHandle open,
            MethodHandle setFlags,
            MethodHandle bufferOutput,
            MethodHandle bufferErrors,
            MethodHandle run,
            MethodHandle errors,
            MethodHandle output,
            MethodHandle free) {

        private static final Optional<Functions> FOUND = find();

        /** It stays loaded: what it has put into the process is not made to be taken away again. */
        private static Optional<Functions> find() {
            try {
                SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
                return Optional.of(new Functions(
                        function(library, "nft_ctx_new"),
                        function(library, "nft_ctx_output_set_flags"),
                        function(library, "nft_ctx_buffer_output"),
                        function(library, "nft_ctx_buffer_error"),
                        function(library, "nft_run_cmd_from_buffer"),
                        function(library, "nft_ctx_get_error_buffer"),
                        function(library, "nft_ctx_get_output_buffer"),
                        function(library, "nft_ctx_free")));
            } catch (IllegalArgumentException | java.util.NoSuchElementException | IllegalCallerException e) {
                // No such library, an older one, or a JVM that may not load it: nft is a program too.
                return Optional.empty();
            }
        }

        private static MethodHandle function(SymbolLookup library, String name) {
            return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), SHAPE);
        }
    }

    /**
     * What became of commands.
     *
     * @param done whether all of them were carried out; if not, none was
     * @param words what the library says of it, untrusted, some lines long at most
     */
    public record Answer(boolean done, String words) {}

    private final Functions functions;
    private final long context;
    private boolean open = true;

    private Libnftables(Functions functions, long context) {
        this.functions = functions;
        this.context = context;
    }

    /** A context in the calling thread's network namespace; empty on a host without the library. */
    public static Optional<Libnftables> open() {
        return Functions.FOUND.flatMap(functions -> {
            long context = call(functions.open, 0, 0);
            if (context == 0) {
                return Optional.empty();
            }
            call(functions.setFlags, context, JSON);
            // Without buffers it would write to the process's own streams.
            boolean buffers = (int) call(functions.bufferOutput, context, 0) == 0
                    && (int) call(functions.bufferErrors, context, 0) == 0;
            if (!buffers) {
                call(functions.free, context, 0);
                return Optional.empty();
            }
            return Optional.of(new Libnftables(functions, context));
        });
    }

    /** Carries commands out, as one transaction. */
    public Answer run(String json) {
        if (!open) {
            throw new IllegalStateException("the context is closed");
        }
        try (Arena arena = Arena.ofConfined()) {
            boolean done =
                    (int) call(functions.run, context, arena.allocateFrom(json).address()) == 0;
            // Getting the text of a buffer also empties it.
            call(functions.output, context, 0);
            return new Answer(done, text(call(functions.errors, context, 0)));
        }
    }

    private static String text(long address) {
        if (address == 0) {
            return "";
        }
        // Bytes are looked at one after the other, and none behind the zero that ends the text.
        MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(MOST_WORDS);
        int length = 0;
        while (length < MOST_WORDS && memory.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        return new String(memory.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }

    private static long call(MethodHandle function, long first, long second) {
        try {
            return (long) function.invokeExact(first, second);
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable checked) {
            throw new AssertionError("a foreign function throws nothing", checked);
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            call(functions.free, context, 0);
        }
    }
}
