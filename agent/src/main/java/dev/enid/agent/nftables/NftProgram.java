package dev.enid.agent.nftables;

import dev.enid.core.reading.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program {@code nft}, for hosts without its library: it is started for each change. */
final class NftProgram {

    /** Where it is on any distribution; a service's or a user's PATH may lack these. */
    private static final List<String> USUAL = List.of("/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/bin");

    /** It waits for a lock of the kernel's that others can hold for seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int MOST_BYTES = 64 * 1024;

    private final List<Path> directories;
    private final Duration patience;

    NftProgram(List<Path> directories, Duration patience) {
        this.directories = List.copyOf(directories);
        this.patience = patience;
    }

    static NftProgram onThisHost() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return new NftProgram(
                Stream.concat(Stream.of(path.split(":")).filter(each -> each.startsWith("/")), USUAL.stream())
                        .distinct()
                        .map(Path::of)
                        .toList(),
                PATIENCE);
    }

    /** Where it is. */
    Optional<Path> file() {
        return directories.stream()
                .map(directory -> directory.resolve("nft"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Has it carry commands out there.
     *
     * @throws Refusal when it cannot be started, does not end in time, or says that it failed
     */
    void run(Place place, Path file, String json) throws Refusal {
        try {
            Process process = place.call(() -> started(file));
            try (OutputStream in = process.getOutputStream()) {
                in.write(json.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended before it read all of it: what it says tells why.
            }
            end(process, file);
        } catch (IOException e) {
            throw Refusal.quoting(Fault.Kind.REFUSED, file + " could not be run", String.valueOf(e.getMessage()));
        }
    }

    /** What it says in other languages nobody here would read. */
    private static Process started(Path file) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(file.toString(), "-j", "-f", "-").redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private void end(Process process, Path file) throws Refusal {
        Words words = new Words(process.getInputStream());
        Thread reading = Thread.ofPlatform().name("enid-nft").daemon().start(words);
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refusal(Fault.Kind.BUSY, file + " did not end within " + patience.toSeconds() + " s");
            }
            reading.join(patience);
            if (process.exitValue() != 0) {
                throw Refusal.quoting(Fault.Kind.REFUSED, "nft refused it", words.text);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Fault.Kind.BUSY, "interrupted while nft ran");
        } finally {
            process.destroyForcibly();
        }
    }

    /** What it says, read while it runs: a full pipe would have it wait. */
    private static final class Words implements Runnable {
        private final InputStream in;
        private volatile String text = "";

        Words(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            try (in) {
                text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                in.skip(Long.MAX_VALUE);
            } catch (IOException e) {
                // Then it says nothing.
            }
        }
    }
}
