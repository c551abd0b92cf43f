package dev.enid.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/** For work on another thread, whose failure ends the measurement. */
final class Unchecked {

    private Unchecked() {}

    /** What may fail. */
    @FunctionalInterface
    interface Call<T> {
        T call() throws IOException;
    }

    static <T> T call(Call<T> call) {
        try {
            return call.call();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
