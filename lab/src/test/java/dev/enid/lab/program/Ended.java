package dev.enid.lab.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How a process ended, and what it wrote. */
public record Ended(int code, String out, String err) {

    /** Long enough for a slow machine under load; a call that takes longer hangs. */
    public static final long PATIENCE_SECONDS = 120;

    /** Closes the process's input, and waits for its end. */
    public static Ended of(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        // Both at once: a full pipe of one would block the process while the other is read.
        CompletableFuture<String> out = text(process.getInputStream());
        CompletableFuture<String> err = text(process.getErrorStream());
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended)
                .as("%s ends%n%s%n%s", process.info().commandLine().orElse("the call"), out.join(), err.join())
                .isTrue();
        return new Ended(process.exitValue(), out.join(), err.join());
    }

    private static CompletableFuture<String> text(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("output").start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException broken) {
                text.completeExceptionally(new UncheckedIOException(broken));
            }
        });
        return text;
    }
}
