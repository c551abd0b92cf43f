package dev.enid.lab.containers;

import dev.enid.lab.fabric.LabException;
import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A network namespace in a machine, without anything in it, as long as a process there holds it. */
final class HeldNamespace implements AutoCloseable {

    private final Process holder;
    private final String processInMachine;
    private final ProcessHandle process;

    private HeldNamespace(Process holder, String processInMachine, ProcessHandle process) {
        this.holder = holder;
        this.processInMachine = processInMachine;
        this.process = process;
    }

    static HeldNamespace in(Machine machine) throws IOException {
        List<String> command = new ArrayList<>(machine.enterCommand());
        command.addAll(List.of("unshare", "--net", "--", "sh", "-c", "echo $$; exec cat >/dev/null"));
        Process holder = new ProcessBuilder(command).start();
        String line = holder.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw new LabException("no network namespace can be made in " + machine.name());
        }
        // What enters the machine has started the one that holds the namespace.
        ProcessHandle process = holder.descendants()
                .filter(each -> each.children().findAny().isEmpty())
                .findFirst()
                .orElse(holder.toHandle());
        return new HeldNamespace(holder, line, process);
    }

    /** The process that holds it, as the machine numbers it. */
    String processInMachine() {
        return processInMachine;
    }

    /** To be opened by this process. */
    Path path() {
        return Path.of("/proc", Long.toString(process.pid()), "ns", "net");
    }

    /** Runs {@code ip} in it. */
    void ip(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nsenter", "--net=" + path(), "--", "ip"));
        command.addAll(List.of(arguments.split(" ", -1)));
        Programs.must(command);
    }

    @Override
    public void close() throws IOException {
        holder.getOutputStream().close();
    }
}
