package dev.enid.lab.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.enid.lab.program.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A small checkout to try the scripts in: the real scripts, a program of one class, and a stand-in for Maven, whose state is
 * in {@link #maven}.
 */
final class Checkout {

    static final String MAIN = "agent/src/main/java/dev/enid/agent/cli/Main.java";

    final Path root;
    final Path maven;
    private final Path bin;
    private final Path home;

    /**
     * Lays the checkout out.
     *
     * @param directory an empty one
     * @param cache where the stand-in for Maven finds the jars that it made for other tests
     */
    Checkout(Path directory, Path cache) throws IOException {
        root = Files.createDirectories(directory.resolve("check out"));
        bin = Files.createDirectories(directory.resolve("bin"));
        home = Files.createDirectories(directory.resolve("home"));
        maven = Files.createDirectories(bin.resolve("state"));
        Path real = realRoot();
        for (String script : List.of("enid", "test", "scripts/common.bash")) {
            Path copy = root.resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(real.resolve(script), copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
        standIn("mvn", read("mvn"));
        Files.writeString(maven.resolve("cache"), cache.toString());
        for (String module : List.of("core", "linux", "agent", "lab")) {
            write(module + "/pom.xml", "<project/>\n");
            write(module + "/src/main/java/package-info.java", "");
        }
        write("pom.xml", "<project/>\n");
        // Prints the word and its arguments, and exits with their number.
        writeMain("first");
    }

    /** Mount namespaces are made by root: the machine's own, or that of a user namespace. */
    static void assumeRootOfSomeNamespace() {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "mounts need root, or ./test where user namespaces are allowed");
    }

    /** The checkout that these tests belong to. */
    static Path realRoot() {
        Path place = Path.of("").toAbsolutePath();
        while (!Files.exists(place.resolve("scripts/common.bash"))) {
            place = Objects.requireNonNull(place.getParent(), "these tests run inside of a checkout");
        }
        return place;
    }

    void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    void writeMain(String word) throws IOException {
        write(MAIN, """
                package dev.enid.agent.cli;
                public final class Main {
                    public static void main(String[] arguments) {
                        System.out.println("%s " + String.join("|", arguments));
                        System.exit(arguments.length);
                    }
                }
                """.formatted(word));
    }

    /** Puts a program of ours before the machine's own on the PATH. */
    void standIn(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    List<String> mavenCalls() throws IOException {
        Path calls = maven.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    void awaitMavenCall() throws IOException {
        await("a call of Maven", () -> !mavenCalls().isEmpty());
    }

    /** Makes the stand-in for Maven wait, at each call, until a line is written to the file that is returned. */
    Path closeGate() throws IOException, InterruptedException {
        Path gate = maven.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        return gate;
    }

    /** Waits until a call waits for another's build: the kernel lists who waits for which file's lock. */
    void awaitWaiterForLock() throws IOException {
        Path lock = root.resolve("target/enid/lock");
        await("a waiter for the lock", () -> {
            if (!Files.exists(lock)) {
                return false;
            }
            String inode = ":" + Files.getAttribute(lock, "unix:ino") + " ";
            return Files.readAllLines(Path.of("/proc/locks")).stream()
                    .anyMatch(line -> line.contains("-> FLOCK") && line.contains(inode));
        });
    }

    private interface State {
        boolean reached() throws IOException;
    }

    private static void await(String what, State state) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Ended.PATIENCE_SECONDS);
        while (!state.reached()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    String path() {
        return bin + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    }

    /** A PATH with some of the machine's programs and no others. */
    String pathOf(String... programs) throws IOException {
        Path tools = Files.createDirectories(bin.resolveSibling("tools"));
        for (String program : programs) {
            Path file = Files.writeString(
                    tools.resolve(program), "#!/bin/sh\nexec /usr/bin/%s \"$@\"\n".formatted(program));
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return tools.toString();
    }

    /** Starts a command in a directory, with the stand-ins on the PATH and an environment that holds nothing of the person's. */
    Process start(Path directory, Map<String, String> environment, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    Ended call(Path directory, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        return Ended.of(start(directory, environment, List.of(command)));
    }

    Ended enid(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("./enid"));
        command.addAll(List.of(arguments));
        return call(root, Map.of(), command.toArray(String[]::new));
    }

    /**
     * Runs a shell script in a mount namespace of its own, where it may hide and protect parts of the machine.
     *
     * @param script gets the checkout as {@code $1}
     */
    Ended withOwnMounts(String script) throws IOException, InterruptedException {
        return call(root, Map.of(), "unshare", "--mount", "bash", "-euc", script, "bash", root.toString());
    }

    private static String read(String resource) throws IOException {
        try (InputStream stream = Checkout.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(stream, resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
