package dev.enid.agent.cli;

import dev.enid.agent.daemon.Rehearsal;
import dev.enid.agent.imds.ImdsSettings;
import dev.enid.agent.json.Json;
import dev.enid.agent.json.JsonFault;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.agent.settings.Paths;
import dev.enid.core.report.PlanText;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.StatusText;
import dev.enid.core.report.StatusView;
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
import picocli.CommandLine.Model.OptionSpec;
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

    /** What the daemon is asked. */
    private static final List<List<String>> QUESTIONS =
            List.of(List.of("status", "--json"), List.of("apply", "--json"));

    /** At the discard port nobody answers: what is loaded until then is what takes most of the time. */
    private static final List<List<String>> MOVES = List.of(
            List.of("move", "--help"),
            List.of("move", "eni", "eni-0a1b2c3d4e5f60718", "--to", "i-0a1b2c3d4e5f60718"),
            List.of("move", "address", "10.0.1.20", "--to", "i-0a1b2c3d4e5f60718", "--json"));

    private static final String DAEMON = "--daemon";
    private static final String MOVE = "--move";

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
        spec.addOption(OptionSpec.builder(DAEMON)
                .description("Only what the daemon does: its cache stays small, and so does the daemon.")
                .build());
        spec.addOption(OptionSpec.builder(MOVE)
                .description("Only moving, which alone has AWS's SDK. Its variables have to lead nowhere.")
                .build());
        return Shape.withExamples(
                spec,
                "java -XX:AOTCacheOutput=enid.aot ... rehearse",
                "java -XX:AOTCacheOutput=daemon.aot ... rehearse --daemon");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        Path directory = Files.createTempDirectory("enid-rehearse-");
        try {
            if (arguments.hasMatchedOption(MOVE)) {
                commands(apart(directory), MOVES);
            } else {
                rehearse(apart(directory), arguments.hasMatchedOption(DAEMON));
            }
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

    private static void rehearse(Surroundings apart, boolean daemonOnly)
            throws CommandFailed, IOException, InterruptedException {
        List<List<String>> all = daemonOnly ? QUESTIONS : COMMANDS;
        commands(apart, all);
        CommandSpec daemon = new DaemonCommand(apart).spec();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<Integer> ended =
                    CompletableFuture.supplyAsync(() -> new Cli(apart, List.of(daemon)).run(daemon.name()), thread);
            await(apart.paths().controlSocket(), ended);
            commands(apart, all);
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
            if (!daemonOnly) {
                texts(rehearsal, apart.out());
            }
        }
    }

    /** What commands print of a host that has ENIs, come through the socket. */
    private static void texts(Rehearsal rehearsal, Terminal out) throws CommandFailed {
        try {
            StatusView status = Json.read(StatusView.class, Json.line(rehearsal.status()));
            out.stream().print(StatusText.inFull(status, out.styles(), out.width()) + Json.pretty(status));
            PlanView plan = Json.read(PlanView.class, Json.line(rehearsal.plan()));
            out.stream().print(PlanText.of(plan, out.styles(), out.width()) + Json.pretty(plan));
        } catch (JsonFault e) {
            throw new CommandFailed(Exit.SOFTWARE, e, "what was written cannot be read: " + e.getMessage());
        }
    }

    private static void commands(Surroundings apart, List<List<String>> all) {
        for (List<String> each : all) {
            List<CommandSpec> needed =
                    BuiltIn.command(each.getFirst(), apart).map(List::of).orElseGet(() -> BuiltIn.commands(apart));
            new Cli(apart, needed).run(each.toArray(String[]::new));
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
