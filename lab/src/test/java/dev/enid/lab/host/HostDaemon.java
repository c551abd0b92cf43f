package dev.enid.lab.host;

import dev.enid.lab.fabric.Machine;
import dev.enid.lab.program.EnidProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The daemon's process in an instance: {@code enid daemon} as it is shipped, by the JVM and the classes of this test. */
public final class HostDaemon {

    private final Process entered;
    private final Path log;

    private HostDaemon(Process entered, Path log) {
        this.entered = entered;
        this.log = log;
    }

    /** The command line of enid in that instance. */
    static List<String> enid(Machine machine, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(machine.enterCommand());
        command.addAll(EnidProgram.here().with(arguments));
        return command;
    }

    /** Starts it; it is not ready yet. */
    static HostDaemon start(Machine machine, Path log) throws IOException {
        Process process = new ProcessBuilder(enid(machine, "daemon"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new HostDaemon(process, log);
    }

    public boolean isAlive() {
        return entered.isAlive();
    }

    /** What it wrote, earlier lives included. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    /** SIGKILL: nothing of the daemon runs any more when this returns. */
    public void kill() throws Exception {
        // nsenter starts the program in the instance's process namespace as a child of its own.
        Await.until("nsenter has started the daemon, or is gone", () -> child().isPresent() || !entered.isAlive());
        child().ifPresent(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** SIGTERM, as a service manager does; the exit code. */
    public int stop() throws Exception {
        Await.until("nsenter has started the daemon, or is gone", () -> child().isPresent() || !entered.isAlive());
        child().ifPresent(ProcessHandle::destroy);
        awaitEnd();
        return entered.exitValue();
    }

    private void awaitEnd() throws InterruptedException {
        if (!entered.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the daemon does not end");
        }
    }

    private Optional<ProcessHandle> child() {
        return entered.toHandle().children().findFirst();
    }
}
