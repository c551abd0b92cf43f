package dev.enid.lab.command;

import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.linux.posix.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** This process becomes another program: terminal, signals and exit code are that one's own. */
final class Handover {

    static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Handover() {}

    /**
     * Hands over; does not return.
     *
     * @param command its first word is looked for on {@code path}
     * @throws CommandFailed where the program is not there
     */
    static IllegalStateException to(List<String> command, Map<String, String> environment, String path)
            throws CommandFailed, IOException {
        Program.replaceThis(program(command.getFirst(), path), command, environment);
        return new IllegalStateException("the command has taken this process's place");
    }

    /** Where the program is: a process takes another's place by path, not by name. */
    private static Path program(String name, String path) throws CommandFailed {
        return Stream.of((path + ":" + DEFAULT_PATH).split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new CommandFailed(
                        Exit.FAILURE, name + " is not there", "it comes with util-linux: apt-get install util-linux"));
    }
}
