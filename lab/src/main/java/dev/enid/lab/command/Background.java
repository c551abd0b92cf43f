package dev.enid.lab.command;

import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.server.LabFiles;
import dev.enid.linux.posix.InheritedListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process that holds a lab: this program again, in a session and a network namespace of its own, without a
 * terminal, and for who is not root in a user namespace. It says one line when it is ready, or why it cannot be.
 */
final class Background {

    /** What the process says when the lab is up. */
    static final String READY = "ready";

    private static final int LONGEST_TAIL = 12;

    private Background() {}

    /**
     * Returns when the lab is up. Standard input is gone then: the lab has it, as the way in from the machine to its EC2 API.
     *
     * @param port for that, if it is free
     */
    static void start(LabFiles files, OptionalInt port, List<String> arguments) throws CommandFailed, IOException {
        Path home = ownedHome(files.home());
        List<String> command = new ArrayList<>(OwnCommand.read());
        command.addAll(arguments);
        List<String> whole = new ArrayList<>(List.of("setsid"));
        whole.addAll(apart(command));
        InheritedListener.becomeStandardInput(port);
        Process process = new ProcessBuilder(whole)
                .directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(files.log().toFile())
                .start();
        try (BufferedReader says = process.inputReader(StandardCharsets.UTF_8)) {
            String line = says.readLine();
            if (READY.equals(line)) {
                return;
            }
            throw new CommandFailed(Exit.FAILURE, failure(files, line));
        }
    }

    /** In a network of its own in any case: there it has IPv6, and cannot reach the machine's even by mistake. */
    private static List<String> apart(List<String> command) throws IOException {
        if (Powers.own() == Powers.NONE) {
            return Powers.confined(command);
        }
        List<String> whole = new ArrayList<>(List.of("unshare", "--net", "--"));
        whole.addAll(command);
        return whole;
    }

    private static String[] failure(LabFiles files, @Nullable String line) throws IOException {
        List<String> log = Files.readAllLines(files.log());
        if (log.isEmpty()) {
            Files.deleteIfExists(files.log());
        }
        List<String> lines = new ArrayList<>(log.subList(Math.max(0, log.size() - LONGEST_TAIL), log.size()));
        if (line != null) {
            lines.addFirst(line);
        } else if (lines.isEmpty()) {
            lines.add("the lab's process ended without a word");
        } else {
            lines.set(0, lines.getFirst().replaceFirst("^enid: ", ""));
        }
        return lines.toArray(String[]::new);
    }

    /**
     * Others must not be able to put files there: one of them is a socket that we trust. They may go through: a command in an
     * instance can be any user's, and finds enid there.
     */
    private static Path ownedHome(Path home) throws IOException, CommandFailed {
        if (!Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        boolean directory = Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS);
        boolean own = Files.getAttribute(home, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        if (!directory || !own) {
            throw new CommandFailed(
                    Exit.FAILURE, home + " is not a directory of yours; labs are kept there", "remove it");
        }
        return home;
    }
}
