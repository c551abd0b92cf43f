package dev.enid.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A machine's files and commands, as a person there has them. */
public record HostShell(Machine machine) {

    /** A path of the machine's own file system, as this process sees it. */
    public Path path(String path) {
        return Path.of("/proc", Long.toString(machine.process()), "root").resolve(path.substring(1));
    }

    /** Writes a file in the machine's own /etc or /run. What is there of the machine underneath is a link, and is left. */
    void write(String file, String text) throws IOException {
        Path at = path("/");
        Path whole = path(file);
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

    /** Runs {@code ip}, which must succeed; what it printed. */
    public String ip(String arguments) throws IOException, InterruptedException {
        return run(inside("ip", arguments));
    }

    /** Runs a program with its arguments as they are, which must succeed; what it printed. */
    public String run(String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(machine.enterCommand());
        whole.addAll(List.of(command));
        return run(whole);
    }

    /** Runs {@code ip}, which may come too late for what it is about. */
    void tryIp(String arguments) throws IOException, InterruptedException {
        new ProcessBuilder(inside("ip", arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Runs a command of the enid program, in a process of its own; what it printed. */
    public String enid(String... arguments) throws IOException, InterruptedException {
        return run(HostDaemon.enid(machine, arguments));
    }

    /** A link that leads straight to another machine, past the VPC: what a VPN looks like from here. */
    void tunnel(String link, Machine to, String linkThere) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nsenter", "--net=" + machine.networkNamespace(), "ip"));
        command.addAll(List.of("link", "add", link, "type", "veth", "peer", "name", linkThere));
        command.addAll(List.of("netns", Long.toString(to.process())));
        run(command);
    }

    private List<String> inside(String program, String arguments) throws IOException {
        List<String> command = new ArrayList<>(machine.enterCommand());
        command.add(program);
        command.addAll(List.of(arguments.split(" ", -1)));
        return command;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
        return output;
    }
}
