package dev.enid.lab.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program as it is shipped, by the JVM and the classes of the tests: a build of its own would only be in the way of the one
 * that runs them.
 *
 * @param command what to put before its arguments
 */
public record EnidProgram(List<String> command) {

    public EnidProgram {
        command = List.copyOf(command);
    }

    /** With the classes where they are. */
    public static EnidProgram here() {
        return on(System.getProperty("java.class.path"));
    }

    /** With a copy of the classes, for a user who cannot read where the build has them. */
    public static EnidProgram copiedTo(Path directory) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path to = directory.resolve(copies.size() + "-" + from.getFileName());
                copy(from, to);
                copies.add(to.toString());
            }
        }
        return on(String.join(":", copies));
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path each : all) {
            Path copy = to.resolve(from.relativize(each).toString());
            Files.copy(each, copy);
            // Whatever the umask is: it is for others to read.
            copy.toFile().setReadable(true, false);
            copy.toFile().setExecutable(Files.isDirectory(copy), false);
        }
    }

    private static EnidProgram on(String classPath) {
        return new EnidProgram(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // What a short life needs; the program's own options are for a long one.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                // Its file is named by the process id, which instances that share /tmp have in common.
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "dev.enid.agent.cli.Main"));
    }

    /** The whole command line. */
    public List<String> with(String... arguments) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        return whole;
    }

    /** Puts it into a directory as a script called {@code enid}. */
    public void install(Path directory) throws IOException {
        Path script = directory.resolve("enid");
        Files.writeString(
                script,
                "#!/bin/sh\nexec "
                        + command.stream().map(each -> "'" + each + "'").collect(Collectors.joining(" "))
                        + " \"$@\"\n");
        script.toFile().setExecutable(true, false);
    }
}
