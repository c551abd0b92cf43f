package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.cli.Terminal;
import dev.enid.agent.json.Json;
import dev.enid.core.file.Backend;
import dev.enid.core.ip.Quoted;
import dev.enid.core.report.Page;
import dev.enid.lab.debian.RootFilesystem;
import dev.enid.lab.demo.BackendDemo;
import dev.enid.lab.demo.BackendView;
import dev.enid.lab.demo.Check;
import dev.enid.lab.demo.ContainerDemo;
import dev.enid.lab.demo.ContainerView;
import dev.enid.lab.demo.Demo;
import dev.enid.lab.demo.DemoView;
import dev.enid.lab.demo.MoveDemo;
import dev.enid.lab.demo.MoveView;
import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.server.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab demo}. */
final class DemoCommand implements Command {

    private static final String NAME = "demo";
    private static final String MOVE = "--move";
    private static final String CONTAINERS = "--containers";
    private static final String BACKEND = "--backend";
    private static final int MARK_COLUMNS = "FAILED ".length();

    private final Surroundings surroundings;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                NAME,
                "The tour: a lab of its own, the daemon in an instance, and every promise tried from outside.",
                this));
        spec.addOption(OptionSpec.builder(MOVE)
                .description(
                        "An ENI, an address and an Elastic IP go to another instance while a client keeps connecting.")
                .build());
        spec.addOption(OptionSpec.builder(CONTAINERS)
                .description(
                        "Ports of containers are published on three ENIs: by Docker, where it is installed and this is root.")
                .build());
        spec.addOption(Shape.option(
                        BACKEND,
                        "NAME",
                        "A Debian with a real network manager, which brings the ENIs up by enid's files: "
                                + String.join(", ", backends()) + ".")
                .build());
        return Shape.withExamples(
                spec,
                "enid lab demo               # about a minute; exit 0 only if every check held",
                "enid lab demo --move        # failover by hand, with the gap that a client sees",
                "enid lab demo --containers  # published ports on several ENIs, without enid and with it",
                "sudo enid lab demo --backend networkd",
                "enid lab demo --json        # the checks and times as JSON");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        boolean json = Shape.wantsJson(arguments);
        Tour tour = Tour.of(arguments);
        Optional<Backend> backend = backend(arguments);
        List<String> own = OwnCommand.read();
        if (Powers.own() == Powers.NONE) {
            throw confined(own, arguments);
        }
        Terminal out = surroundings.out();
        LabHome home = LabHome.standard(surroundings.environment());
        if (home.isUp(NAME)) {
            throw new CommandFailed(
                    Exit.FAILURE,
                    "lab " + NAME + " is up already",
                    "another demo ends by itself; enid lab down " + NAME + " ends a lab of that name");
        }
        if (!json) {
            out.line(tour.scene);
        }
        Path log = Files.createTempFile("enid-demo-", ".log");
        AtomicBoolean ended = new AtomicBoolean();
        Outcome view;
        try (Lab lab = Lab.up(home, NAME, UpCommand.read(tour.topology), LabTime.system(), new SecureRandom())) {
            // An interrupt (Ctrl-C) takes the lab down too.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(lab, ended.get(), log), "demo-end"));
            Consumer<Check> told = check -> tell(json ? surroundings.err() : out, json, check);
            view = switch (tour) {
                case STANDARD -> Outcome.of(new Demo(lab, own, log, told).run());
                case MOVE -> Outcome.of(new MoveDemo(lab, own, log, told).run());
                case CONTAINERS -> Outcome.of(new ContainerDemo(lab, own, log, told).run());
                case BACKEND -> Outcome.of(new BackendDemo(lab, own, log, told, backend.orElseThrow()).run());
            };
            ended.set(true);
        }
        if (json) {
            out.stream().print(Json.pretty(view.record));
        } else {
            summary(out, view, log);
        }
        if (view.ok) {
            Files.deleteIfExists(log);
        }
        return view.ok ? Exit.OK : Exit.FAILURE;
    }

    private static List<String> backends() {
        return Arrays.stream(Backend.values())
                .filter(each -> BackendDemo.manager(each).isPresent())
                .map(Backend::word)
                .toList();
    }

    /** The backend that was asked for, where a Debian with its manager can be had. */
    private static Optional<Backend> backend(ParseResult arguments) throws CommandFailed, IOException {
        if (!arguments.hasMatchedOption(BACKEND)) {
            return Optional.empty();
        }
        String word = arguments.matchedOptionValue(BACKEND, "");
        Optional<Backend> backend =
                Backend.parse(word).filter(each -> BackendDemo.manager(each).isPresent());
        if (backend.isEmpty()) {
            throw new CommandFailed(
                    Exit.USAGE,
                    BACKEND + " " + Quoted.of(word) + ": Debian has no manager of that name",
                    "one of " + String.join(", ", backends()));
        }
        Optional<String> missing = RootFilesystem.missing();
        if (missing.isPresent()) {
            throw new CommandFailed(Exit.FAILURE, "no Debian can be had here: " + missing.get());
        }
        return backend;
    }

    /** Which of the demos. */
    private enum Tour {
        STANDARD(Demo.TOPOLOGY, "A VPC in network namespaces: instance web, and a client outside."),
        MOVE(MoveDemo.TOPOLOGY, "A VPC in network namespaces: instances a1 and a2, and clients outside."),
        CONTAINERS(
                ContainerDemo.TOPOLOGY,
                "A VPC in network namespaces: instance web with three ENIs, and a client outside."),
        BACKEND(
                BackendDemo.TOPOLOGY,
                "A VPC in network namespaces: Debian with its own network manager in instance web, and a client outside.");

        private final String topology;
        private final String scene;

        Tour(String topology, String scene) {
            this.topology = topology;
            this.scene = scene;
        }

        static Tour of(ParseResult arguments) throws CommandFailed {
            Map<String, Tour> options =
                    Map.of(DemoCommand.MOVE, MOVE, DemoCommand.CONTAINERS, CONTAINERS, DemoCommand.BACKEND, BACKEND);
            List<String> given = options.keySet().stream()
                    .filter(arguments::hasMatchedOption)
                    .sorted()
                    .toList();
            if (given.size() > 1) {
                throw new CommandFailed(
                        Exit.USAGE, String.join(" and ", given) + " are " + given.size() + " demos", "one at a time");
            }
            return given.isEmpty() ? STANDARD : options.getOrDefault(given.getFirst(), STANDARD);
        }
    }

    /** What one of the demos has shown. */
    private record Outcome(boolean ok, List<Check> checks, long tookMs, List<String> figures, Record record) {

        static Outcome of(DemoView view) {
            List<String> figures = view
                    .hotplugToReachableMs()
                    .map(ms -> String.format(
                            Locale.ROOT, "From the link appearing to the first connection from outside: %.1f ms.", ms))
                    .stream()
                    .toList();
            return new Outcome(view.ok(), view.checks(), view.tookMs(), figures, view);
        }

        static Outcome of(ContainerView view) {
            return new Outcome(view.ok(), view.checks(), view.tookMs(), List.of(), view);
        }

        static Outcome of(BackendView view) {
            return new Outcome(view.ok(), view.checks(), view.tookMs(), List.of(), view);
        }

        static Outcome of(MoveView view) {
            List<String> figures = view.gaps().stream()
                    .map(gap -> String.format(
                            Locale.ROOT, "Moving %s: no connection for %.0f ms.", gap.what(), gap.longestMs()))
                    .toList();
            return new Outcome(view.ok(), view.checks(), view.tookMs(), figures, view);
        }
    }

    /** Once more, as root of a user namespace, in which namespaces can be made. */
    private IllegalStateException confined(List<String> own, ParseResult arguments) throws CommandFailed, IOException {
        List<String> command = new ArrayList<>(own);
        command.addAll(List.of("lab", NAME));
        if (Shape.wantsJson(arguments)) {
            command.add("--json");
        }
        for (String option : List.of(MOVE, CONTAINERS)) {
            if (arguments.hasMatchedOption(option)) {
                command.add(option);
            }
        }
        Map<String, String> environment = surroundings.environment();
        return Handover.to(
                Powers.confined(command), environment, environment.getOrDefault("PATH", Handover.DEFAULT_PATH));
    }

    private static void tell(Terminal out, boolean quiet, Check check) {
        if (!quiet) {
            String mark =
                    check.ok() ? out.styles().good("ok    ") : out.styles().bad("FAILED");
            Page page = new Page(out.width());
            page.paragraph(mark + " ", MARK_COLUMNS, check.name() + ": " + check.detail(), each -> each);
            out.stream().print(page);
        }
    }

    private static void summary(Terminal out, Outcome view, Path log) {
        long held = view.checks.stream().filter(Check::ok).count();
        out.line("");
        out.line(String.format(
                Locale.ROOT, "%d of %d checks held, in %.1f s.", held, view.checks.size(), view.tookMs / 1000.0));
        view.figures.forEach(out::line);
        if (!view.ok) {
            out.line("The daemon's log: " + log);
        }
    }

    private static void end(Lab lab, boolean ended, Path log) {
        try {
            lab.close();
            if (!ended) {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            System.err.println("the lab did not end well: " + e);
        }
    }
}
