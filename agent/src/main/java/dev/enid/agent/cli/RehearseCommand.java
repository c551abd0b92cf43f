package dev.enid.agent.cli;

import dev.enid.agent.daemon.Rehearsal;
import dev.enid.agent.imds.ImdsSettings;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.agent.settings.Paths;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code enid rehearse}, for whoever packages enid: it goes through the commands and the daemon once, so that the JVM can write
 * down what it loaded (JEP 514). The host stays as it is, as no IMDS is asked: without one nothing is wanted.
 */
final class RehearseCommand implements Command {

    private static final List<List<String>> COMMANDS = List.of(
            List.of("--help"),
            List.of("status"),
            List.of("status", "--json"),
            List.of("plan"),
            List.of("plan", "--json"),
            List.of("explain", "--to", "127.0.0.1"),
            List.of("explain", "--to", "::1", "--json"),
            List.of("apply"),
            List.of("stauts"));

    private static final int PIECES = 20;
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Surroundings surroundings;

    RehearseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.command("rehearse", "Go through the commands once, for the cache of an image.", this);
        spec.usageMessage().hidden(true);
        return Shape.withExamples(spec, "java -XX:AOTCacheOutput=enid.aot ... rehearse");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        Path directory = Files.createTempDirectory("enid-rehearse-");
        try {
            rehearse(apart(directory));
        } finally {
            remove(directory);
        }
        return Exit.OK;
    }

    /** Nobody reads what is printed, no daemon of the host is asked, and neither is IMDS: at the discard port nobody answers. */
    private Surroundings apart(Path directory) {
        Terminal nowhere = new Terminal(
                new PrintStream(OutputStream.nullOutputStream()),
                surroundings.out().styles(),
                surroundings.out().width());
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.put(ImdsSettings.ENDPOINT, "http://127.0.0.1:9");
        environment.put(ImdsSettings.ATTEMPTS, "1");
        return new Surroundings(
                nowhere, nowhere, new Paths(directory.resolve("etc"), directory.resolve("run")), environment, 0);
    }

    private static void rehearse(Surroundings apart) throws CommandFailed, IOException, InterruptedException {
        commands(apart);
        CommandSpec daemon = new DaemonCommand(apart).spec();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Integer> ended =
                    CompletableFuture.supplyAsync(() -> new Cli(apart, List.of(daemon)).run(daemon.name()), thread);
            await(apart.paths().controlSocket(), ended);
            commands(apart);
            thread.shutdownNow();
            ended.get();
        } catch (ExecutionException e) {
            throw new CommandFailed(Exit.SOFTWARE, e, "the daemon could not be rehearsed: " + e.getCause());
        } finally {
            thread.shutdownNow();
        }
        try (Kernel kernel = Kernel.open()) {
            Rehearsal rehearsal = new Rehearsal(kernel, PIECES);
            while (!rehearsal.isDone()) {
                rehearsal.piece();
            }
        }
    }

    private static void commands(Surroundings apart) {
        for (List<String> each : COMMANDS) {
            new Cli(apart, BuiltIn.commands(apart)).run(each.toArray(String[]::new));
        }
    }

    private static void await(Path socket, CompletableFuture<Integer> ended)
            throws CommandFailed, InterruptedException {
        for (Duration waited = Duration.ZERO; !Files.exists(socket); waited = waited.plus(LOOK)) {
            if (ended.isDone() || waited.compareTo(PATIENCE) > 0) {
                throw new CommandFailed(Exit.SOFTWARE, "the daemon did not begin to serve");
            }
            Thread.sleep(LOOK);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
