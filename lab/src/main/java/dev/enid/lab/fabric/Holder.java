package dev.enid.lab.fabric;

import dev.enid.linux.session.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The process that holds a machine's namespaces open: process 1 of the machine, at the other end of a pipe. When this
 * program ends, however it ends, the pipe does too, and the kernel kills whatever runs in the machine.
 */
final class Holder implements AutoCloseable {

    private static final String SCRIPT = script();
    private static final int LONGEST_COMPLAINT = 1000;

    private final String name;
    private final Namespace network;
    private final Process process;
    private final Path log;

    private Holder(String name, Namespace network, Process process, Path log) {
        this.name = name;
        this.network = network;
        this.process = process;
        this.log = log;
    }

    private static String script() {
        try (InputStream in = Holder.class.getResourceAsStream("machine.sh")) {
            if (in == null) {
                throw new IllegalStateException("machine.sh is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the process in that network namespace, which it owns from now on; {@link #process} waits for it to be ready.
     *
     * @param directory of the machine's own, empty
     */
    static Holder start(String name, Namespace network, Path directory) throws IOException {
        OwnNetwork.refuse(network);
        Path scratch = Files.createDirectory(directory.resolve("scratch"));
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "unshare",
                        "--mount",
                        "--uts",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--",
                        "sh",
                        "-c",
                        SCRIPT,
                        "enid-lab",
                        name,
                        scratch.toString()))
                .redirectError(log.toFile());
        try {
            return new Holder(name, network, network.call(builder::start), log);
        } catch (IOException e) {
            throw new LabException("the namespaces of " + name + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Waits until the machine is ready; its process id, as this program sees it. */
    long process() throws IOException {
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        String line = answers.readLine();
        if (line == null || line.isEmpty() || !line.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new LabException("the namespaces of " + name + " cannot be made: " + complaint());
        }
        return Long.parseLong(line);
    }

    private String complaint() throws IOException {
        String text = Files.readString(log).strip();
        return text.isEmpty()
                ? "unshare ended without a word"
                : text.substring(0, Math.min(text.length(), LONGEST_COMPLAINT));
    }

    Namespace network() {
        return network;
    }

    /** Lets the machine end, and waits for it. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        network.close();
    }
}
