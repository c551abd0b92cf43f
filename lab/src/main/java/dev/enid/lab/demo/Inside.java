package dev.enid.lab.demo;

import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs run inside of an instance, as a person there would run them. */
final class Inside {

    private final Machine machine;
    private final List<String> own;
    private final Map<String, String> environment;

    /** @param own the command line that starts this very program, without its arguments */
    Inside(Machine machine, List<String> own) {
        this(machine, own, Map.of());
    }

    private Inside(Machine machine, List<String> own, Map<String, String> environment) {
        this.machine = machine;
        this.own = List.copyOf(own);
        this.environment = Map.copyOf(environment);
    }

    /** The same, with these variables in the environment of what is run. */
    Inside with(Map<String, String> variables) {
        return new Inside(machine, own, variables);
    }

    /** What a program wrote to both of its outputs, and its exit code. */
    record Ran(int exit, String output) {}

    /** Runs a program to its end. */
    Ran run(String... command) throws IOException, InterruptedException {
        Process process = builder(List.of(command)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), text.strip());
        }
    }

    /** Runs a program that has to succeed. */
    void must(String... command) throws IOException, InterruptedException {
        Ran ran = run(command);
        if (ran.exit() != 0) {
            throw new IOException(String.join(" ", command) + " in " + machine.name() + ": " + ran.output());
        }
    }

    /** Starts enid, the very program that is running now, with its output in a file. */
    Process enid(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(own);
        command.addAll(List.of(arguments));
        return builder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Runs enid to its end. */
    Ran enid(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(own);
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private ProcessBuilder builder(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(machine.enterCommand());
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().putAll(environment);
        return builder;
    }
}
