package dev.enid.lab.containers;

import dev.enid.lab.fabric.LabException;
import dev.enid.lab.fabric.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A place in a machine where a container engine finds what it finds on a machine of its own: mounts, process ids, an empty
 * /run, and control groups. What is in it ends with it; when this program ends, however it ends, the box does too, and a
 * keeper outside of it removes its control groups and its directory. It takes root of the machine underneath.
 */
final class Box implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Process keeper;
    private final ProcessHandle first;
    private final Path directory;
    private final String group;

    private Box(Process keeper, ProcessHandle first, Path directory, String group) {
        this.keeper = keeper;
        this.first = first;
        this.directory = directory;
        this.group = group;
    }

    static Box in(Machine machine) throws IOException {
        Path directory = Files.createTempDirectory("enid-box-");
        Path script = directory.resolve("box.sh");
        try (InputStream source = Objects.requireNonNull(Box.class.getResourceAsStream("box.sh"))) {
            Files.copy(source, script);
        }
        String group = directory.getFileName().toString();
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh"));
        command.addAll(List.of(script.toString(), "keep", directory.toString(), group));
        command.addAll(machine.enterCommand());
        Path log = directory.resolve("box.log");
        Process keeper = new ProcessBuilder(command).redirectError(log.toFile()).start();
        BufferedReader answers = keeper.inputReader(StandardCharsets.UTF_8);
        if (answers.readLine() == null) {
            String complaint = Files.exists(log) ? Files.readString(log).strip() : "";
            throw new LabException("no room for containers in " + machine.name() + ": " + complaint);
        }
        // The script, what enters the machine and its namespaces, and at the end of that row the first process.
        ProcessHandle first = keeper.descendants()
                .filter(each -> each.children().findAny().isEmpty())
                .findFirst()
                .orElseThrow(() -> new LabException("the box in " + machine.name() + " has ended"));
        return new Box(keeper, first, directory, group);
    }

    /** The box's own, gone with it; the same path inside and outside. */
    Path directory() {
        return directory;
    }

    /** The control group below which its containers are. */
    String group() {
        return "/" + group;
    }

    /** A command line that runs {@code command} in the box. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(
                List.of("nsenter", "--target=" + first.pid(), "--net", "--mount", "--uts", "--pid", "--"));
        whole.addAll(command);
        return whole;
    }

    /** A path of the box, as this process finds it; it must not lead through a symbolic link to an absolute path. */
    Path path(Path inside) {
        return Path.of("/proc", Long.toString(first.pid()), "root")
                .resolve(Path.of("/").relativize(inside));
    }

    /** Ends all that runs in it. */
    @Override
    public void close() throws IOException {
        try {
            keeper.getOutputStream().close();
            if (!keeper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new LabException("the box of containers " + directory + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
