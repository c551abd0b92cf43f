package dev.enid.lab.play;

import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Commands in the machines of a lab, as {@code enid lab exec} runs them. */
final class Inside {

    /** Longer than any command of a scenario takes on a busy machine; one that never ends must not hold it up. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path scratch;
    private final Path programs;
    private final BiConsumer<Machine, Map<String, String>> environment;

    /**
     * Commands with an environment of their own, besides this process's.
     *
     * @param scratch a directory for what they print
     * @param programs where {@code enid} is
     */
    Inside(Path scratch, Path programs, BiConsumer<Machine, Map<String, String>> environment) {
        this.scratch = scratch;
        this.programs = programs;
        this.environment = environment;
    }

    /** How a command ended, and what it printed to both of its outputs. */
    record Ran(int exit, String output) {}

    /** Runs a command to its end. */
    Ran run(Machine machine, List<String> command) throws IOException, InterruptedException {
        // By way of a file: what a command leaves running in the background keeps a pipe open.
        Path file = Files.createTempFile(scratch, "output-", "");
        try {
            Process process = start(machine, command, file);
            if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return new Ran(-1, read(file) + "\nno end after " + LONGEST.toSeconds() + " s");
            }
            return new Ran(process.exitValue(), read(file));
        } finally {
            Files.delete(file);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    }

    /** Starts a command, with its output at the end of a file. */
    Process start(Machine machine, List<String> command, Path output) throws IOException {
        List<String> whole = new ArrayList<>(machine.enterCommand());
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        environment.accept(machine, builder.environment());
        builder.environment().merge("PATH", programs.toString(), (path, own) -> own + ":" + path);
        return builder.start();
    }

    /** Puts a file into a machine's own /etc or /run. What is there of the machine underneath is a link, and is left. */
    static void write(Machine machine, String path, String text) throws IOException {
        Path at = root(machine);
        Path whole = at.resolve(path.substring(1));
        for (Path part : at.relativize(whole)) {
            at = at.resolve(part);
            if (Files.isSymbolicLink(at)) {
                Files.delete(at);
            }
            if (!at.equals(whole)) {
                Files.createDirectories(at);
            }
        }
        Files.writeString(whole, text);
    }

    /** A machine's file system, as this process sees it. */
    static Path root(Machine machine) {
        return Path.of("/proc", Long.toString(machine.process()), "root");
    }
}
