package dev.enid.lab.command;

import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command line that this program was started with: to start it again, with the same JVM, options and classes. */
final class OwnCommand {

    private static final Path ARGUMENTS = Path.of("/proc/self/cmdline");
    private static final String MAIN = "dev.enid.agent.cli.Main";

    private OwnCommand() {}

    /** Up to and with the main class: what follows are enid's own arguments. */
    static List<String> read() throws IOException, CommandFailed {
        return upToMain(
                Arrays.asList(new String(Files.readAllBytes(ARGUMENTS), StandardCharsets.UTF_8).split("\0", -1)));
    }

    static List<String> upToMain(List<String> whole) throws CommandFailed {
        for (int i = 0; i < whole.size(); i++) {
            if (whole.get(i).equals(MAIN) || whole.get(i).endsWith("/" + MAIN)) {
                List<String> command = new ArrayList<>(whole.subList(0, i + 1));
                command.set(0, executable(command.getFirst()));
                return command;
            }
        }
        throw new CommandFailed(Exit.FAILURE, "this program cannot start itself again: it was not started as " + MAIN);
    }

    /** The path of the JVM, whatever name it was called by. */
    private static String executable(String name) {
        return ProcessHandle.current().info().command().orElse(name);
    }

    /** A shell script that starts the program with whatever arguments the script has. */
    static String script(List<String> command) {
        return "#!/bin/sh\nexec "
                + command.stream()
                        .map(each -> "'" + each.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "))
                + " \"$@\"\n";
    }
}
