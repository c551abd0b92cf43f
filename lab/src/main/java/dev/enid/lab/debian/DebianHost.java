package dev.enid.lab.debian;

import dev.enid.lab.fabric.LabException;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fabric.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A Debian that runs in the network of an instance: systemd, udevd, D-Bus and a network manager, as on a machine of its own.
 * The instance's topology says {@code manager = "none"}, so that it finds its ENIs as they came.
 *
 * <p>What it writes is in memory, above a {@link RootFilesystem}. It ends when it is closed and when this program ends, however
 * it ends; a keeper, a process of its own, removes its mounts, control groups and directory.
 */
public final class DebianHost implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final int LINES_OF_JOURNAL = 60;

    /** What a service has on Debian, and {@code /usr/local/bin} for enid. */
    private static final List<String> CLEAN = List.of(
            "env",
            "-i",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=/root",
            "LANG=C.UTF-8",
            "TERM=dumb");

    private final Process keeper;
    private final BufferedReader answers;
    private final Path directory;
    private Machine machine;
    private Optional<ProcessHandle> first = Optional.empty();

    private DebianHost(Process keeper, Path directory, Machine machine) {
        this.keeper = keeper;
        this.answers = keeper.inputReader(StandardCharsets.UTF_8);
        this.directory = directory;
        this.machine = machine;
    }

    /**
     * Boots one, and waits until systemd has started all that is enabled. Links may need a moment more.
     *
     * @throws LabException when it does not boot: with what it said, and its journal
     */
    public static DebianHost boot(RootFilesystem root, Machine machine, DebianSetup setup)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("enid-debian-");
        Path script = Files.writeString(directory.resolve("host.sh"), RootFilesystem.resource("host.sh"));
        lay(setup, directory);
        String group = directory.getFileName().toString();
        Process keeper = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "sh",
                        script.toString(),
                        "keep",
                        directory.toString(),
                        group,
                        root.directory().toString())
                .redirectError(directory.resolve("keeper.log").toFile())
                .start();
        DebianHost host = new DebianHost(keeper, directory, machine);
        try {
            host.boot(machine);
            return host;
        } catch (IOException | InterruptedException | RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private static void lay(DebianSetup setup, Path directory) throws IOException {
        Path files = Files.createDirectory(directory.resolve("files"));
        List<DebianSetup.LaidFile> all = new ArrayList<>(setup.files());
        if (setup.enid().isPresent()) {
            List<String> command = setup.enid().get();
            all.add(new DebianSetup.LaidFile("/usr/local/bin/enid", script(command), "rwxr-xr-x"));
            SortedSet<Path> needed = Needed.of(command);
            Files.writeString(directory.resolve("needed"), Needed.mounts(needed, directory.resolve("root")));
            // From the root, in which they are made.
            Files.write(
                    directory.resolve("needed.directories"),
                    needed.stream().map(each -> "." + each).toList());
        }
        for (DebianSetup.LaidFile each : all) {
            Path path = files.resolve(each.path().substring(1));
            Files.createDirectories(path.resolveSibling(""));
            Files.writeString(path, each.text());
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(each.mode()));
        }
        Files.write(directory.resolve("setup"), setup.manager().setup());
    }

    private static String script(List<String> command) {
        return "#!/bin/sh\nexec "
                + command.stream()
                        .map(each -> "'" + each.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "))
                + " \"$@\"\n";
    }

    private void boot(Machine where) throws IOException, InterruptedException {
        machine = where;
        Writer orders = keeper.outputWriter(StandardCharsets.UTF_8);
        orders.write("boot " + where.process() + "\n");
        orders.flush();
        String process = answers.readLine();
        if (process == null || process.isEmpty()) {
            throw new LabException("no Debian in " + where.name() + ": " + read("keeper.log") + read("console"));
        }
        first = ProcessHandle.of(Long.parseLong(process));
        awaitStarted();
    }

    /** Asking is possible when systemd listens; it answers when it has started everything. */
    private void awaitStarted() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        String state = "";
        while (System.nanoTime() < deadline && isRunning()) {
            Path answer = directory.resolve("state");
            Process asked = new ProcessBuilder(command(List.of("systemctl", "is-system-running", "--wait")))
                    .redirectErrorStream(true)
                    .redirectOutput(answer.toFile())
                    .start();
            if (!asked.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                asked.destroy();
            }
            state = Files.readString(answer).strip();
            if (state.equals("running") || state.equals("degraded")) {
                return;
            }
            Thread.sleep(5);
        }
        throw new LabException(
                "Debian in " + machine.name() + " is not up: " + state + "\n" + read("console") + "\n" + journal());
    }

    private boolean isRunning() {
        return first.map(ProcessHandle::isAlive).orElse(false);
    }

    /** Of systemd, as this process numbers it. */
    long process() throws LabException {
        return first.orElseThrow(() -> new LabException("Debian in " + machine.name() + " does not run"))
                .pid();
    }

    private String read(String file) throws IOException {
        Path path = directory.resolve(file);
        return Files.exists(path) ? Files.readString(path).strip() : "";
    }

    /** Its own, of this machine: gone with it. */
    Path directory() {
        return directory;
    }

    /** The machine it runs in: another one after a reboot. */
    public Machine machine() {
        return machine;
    }

    /** A command line that runs {@code command} in the host, as root, in {@code /}, with an environment of its own. */
    public List<String> command(List<String> command) throws LabException {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--target=" + process()));
        whole.addAll(List.of("--net", "--mount", "--uts", "--ipc", "--pid", "--cgroup", "--"));
        whole.addAll(CLEAN);
        whole.addAll(command);
        return whole;
    }

    /** Runs a command to its end. */
    public Ran run(String... command) throws IOException, InterruptedException {
        return Programs.run(new ProcessBuilder(command(List.of(command))));
    }

    /** Runs a command that has to succeed; what it wrote. */
    public String must(String... command) throws IOException, InterruptedException {
        Ran ran = run(command);
        if (ran.exit() != 0) {
            throw new LabException(String.join(" ", command) + ": " + ran.output());
        }
        return ran.output();
    }

    /** A path of the host, as this process finds it; it must not lead through a symbolic link to an absolute path. */
    public Path path(String inside) throws LabException {
        return Path.of("/proc", Long.toString(process()), "root", inside.substring(1));
    }

    /** Writes a file of the host, by whom it is read or not. */
    public void write(String file, String text) throws IOException {
        Path path = path(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    /** Restarts a unit, however often that was done before. */
    public void restart(String unit) throws IOException, InterruptedException {
        run("systemctl", "reset-failed", unit);
        must("systemctl", "restart", unit);
    }

    /** Units that failed, by name; empty when all is well. */
    public List<String> failed() throws IOException, InterruptedException {
        return must("systemctl", "list-units", "--failed", "--plain", "--no-legend")
                .lines()
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    /** The last lines of the journal of this boot, for who looks for the cause of a failure. */
    public String journal() throws IOException, InterruptedException {
        return isRunning()
                ? run("journalctl", "--no-pager", "--boot", "--lines=" + LINES_OF_JOURNAL)
                        .output()
                : "";
    }

    /**
     * Shuts it down, stops the instance and starts it again, as EC2 does: its ENIs come back as new links, and what it wrote
     * is there but for /run, /tmp and /dev.
     */
    public void reboot(LabVpc network) throws IOException, InterruptedException {
        String name = machine.name();
        ProcessHandle before = first.orElseThrow(() -> new LabException("Debian in " + name + " does not run"));
        run("systemctl", "poweroff");
        try {
            before.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new LabException("Debian in " + name + " does not shut down:\n" + journal(), e);
        }
        first = Optional.empty();
        network.changeAtOnce(vpc -> vpc.stop(name));
        network.changeAtOnce(vpc -> vpc.start(name));
        boot(network.machine(name));
    }

    /** Cuts its power, and removes what it had. */
    @Override
    public void close() throws IOException {
        try {
            keeper.getOutputStream().close();
            if (!keeper.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new LabException("the keeper of " + directory + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
