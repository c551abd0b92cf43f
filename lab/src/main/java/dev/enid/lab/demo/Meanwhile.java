package dev.enid.lab.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Something that goes on while something else is done. */
final class Meanwhile {

    private Meanwhile() {}

    /** Work that may fail as input and output do. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    static <T> CompletableFuture<T> run(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("meanwhile").start(() -> {
            try {
                result.complete(work.run());
            } catch (IOException | RuntimeException failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    static <T> T join(CompletableFuture<T> result) throws IOException {
        try {
            return result.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new UncheckedIOException(new IOException(failure.getCause()));
        }
    }
}
