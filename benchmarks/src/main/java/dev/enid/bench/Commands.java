package dev.enid.bench;

import dev.enid.lab.fabric.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** enid's commands, run in an instance as a person does. */
final class Commands {

    private Commands() {}

    /** What the command printed, without blanks. */
    static String run(Machine machine, Program program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(machine.enterCommand());
        command.add(program.enid().toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.replace(" ", "");
    }
}
