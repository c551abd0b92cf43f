package dev.enid.agent.cli;

import dev.enid.agent.settings.Paths;
import dev.enid.core.report.Styles;
import dev.enid.linux.posix.TerminalSize;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The process's own streams: whether they are terminals, how wide, and what to say when nobody reads them any more. */
final class ProcessOutput {

    private static final int WIDTH_UNKNOWN = 80;

    private final PrintStream out = stream(FileDescriptor.out);
    private final PrintStream err = stream(FileDescriptor.err);

    private ProcessOutput() {}

    static ProcessOutput standard() {
        return new ProcessOutput();
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        // Flushed at line ends: a person who follows events sees each at once.
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8192), true, StandardCharsets.UTF_8);
    }

    Surroundings surroundings(Paths paths, Map<String, String> environment) {
        return new Surroundings(
                terminal(1, out, environment), terminal(2, err, environment), paths, environment, effectiveUid());
    }

    private static Terminal terminal(int descriptor, PrintStream stream, Map<String, String> environment) {
        String file = opened(descriptor);
        if (!file.startsWith("/dev/pts/") && !file.startsWith("/dev/tty") && !file.equals("/dev/console")) {
            return Terminal.plain(stream);
        }
        // https://no-color.org: set and not empty, whatever its value.
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(stream, plain ? Styles.PLAIN : Styles.ANSI, width(descriptor, environment));
    }

    /** COLUMNS is what a person said; shells do not export it by themselves. */
    private static int width(int descriptor, Map<String, String> environment) {
        try {
            int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
            if (columns > 0) {
                return columns;
            }
        } catch (NumberFormatException _) {
            // Then the terminal knows.
        }
        return TerminalSize.columns(descriptor).orElse(WIDTH_UNKNOWN);
    }

    private static long effectiveUid() {
        try {
            // proc(5): /proc/PID belongs to the effective user of the process.
            return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        } catch (IOException | UnsupportedOperationException _) {
            return -1;
        }
    }

    private static String opened(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
        } catch (IOException _) {
            return "";
        }
    }

    /** Writes out what is left. The exit code is {@code exit}, unless the output could not be written. */
    int close(int exit) {
        boolean lost = out.checkError();
        err.flush();
        if (!lost) {
            return exit;
        }
        // A pipe fails in one way only: its reader has gone, and with it whoever could want a message (head, less).
        if (opened(1).startsWith("pipe:") || opened(1).startsWith("socket:")) {
            return Exit.OUTPUT_CLOSED;
        }
        err.println("enid: the output could not be written; is the disk full, or standard output closed?");
        err.flush();
        return exit == Exit.OK || exit == Exit.PENDING ? Exit.FAILURE : exit;
    }
}
