package dev.enid.bench;

import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The daemon in an instance, looked at from outside by what the kernel accounts for its process. */
final class DaemonProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process entered;
    private final Path log;

    private DaemonProcess(Process entered, Path log) {
        this.entered = entered;
        this.log = log;
    }

    static DaemonProcess start(Machine machine, Program program, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(machine.enterCommand());
        command.add(program.enid().toString());
        command.add("daemon");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        DaemonProcess daemon = new DaemonProcess(process, log);
        Waiting.until("the daemon answers", PATIENCE, () -> {
            if (!process.isAlive()) {
                throw new IOException("the daemon ended: " + Files.readString(log));
            }
            return Commands.run(machine, program, "status", "--json").contains("\"converged\":true");
        });
        return daemon;
    }

    /** The Java process, below nsenter. */
    private Path proc() throws IOException {
        return entered.toHandle()
                .descendants()
                .map(handle -> Path.of("/proc", Long.toString(handle.pid())))
                .filter(DaemonProcess::isJava)
                .findFirst()
                .orElseThrow(() -> new IOException("the daemon is gone; its log: " + log));
    }

    private static boolean isJava(Path proc) {
        try {
            return Files.readString(proc.resolve("comm")).strip().equals("java");
        } catch (IOException gone) {
            return false;
        }
    }

    /** CPU time of all its threads so far, in ns; threads that have ended do not count. */
    long cpuNanos() throws IOException {
        long sum = 0;
        try (Stream<Path> tasks = Files.list(proc().resolve("task"))) {
            for (Path task : tasks.toList()) {
                sum += ofThread(task);
            }
        }
        return sum;
    }

    /** Documentation/scheduler/sched-stats.rst: the first number is the time spent on the CPU, in ns. */
    private static long ofThread(Path task) throws IOException {
        try {
            return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    /** VmRSS of proc(5), in KiB. */
    long residentKiB() throws IOException {
        for (String line : Files.readAllLines(proc().resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS in " + proc());
    }

    @Override
    public void close() throws IOException {
        entered.descendants().forEach(ProcessHandle::destroy);
        try {
            if (!entered.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                entered.descendants().forEach(ProcessHandle::destroyForcibly);
                entered.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
