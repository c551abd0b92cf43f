package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.json.Json;
import dev.enid.lab.fabric.JavaNetwork;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.play.Audience;
import dev.enid.lab.play.ScenarioView;
import dev.enid.lab.scenario.Entry;
import dev.enid.lab.scenario.Scenario;
import dev.enid.lab.scenario.ShippedScenarios;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab scenario run}. */
final class ScenarioRunCommand implements Command {

    private static final String KEEP = "--keep";
    private static final String ALL = "--all";

    /** What came of all of them. */
    record RunView(boolean ok, List<ScenarioView> scenarios, long tookMs) {}

    private final Surroundings surroundings;

    ScenarioRunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                "run", "Plays scenarios, each in a lab of its own. Exit 0 only if every expectation held.", this));
        spec.addPositional(PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .index("0..*")
                .arity("0..*")
                .paramLabel("FILE|NAME")
                .description("A file, or one that comes with the lab, by the beginning of its name.")
                .build());
        spec.addOption(flag(ALL, "All that come with the lab."));
        spec.addOption(flag(KEEP, "Leave the lab up afterwards, for looking, until Ctrl-C."));
        return Shape.withExamples(
                spec,
                "enid lab scenario run ec2-net-utils-161     # one that comes with the lab",
                "enid lab scenario run ./mine.scenario       # your own",
                "enid lab scenario run --keep mine.scenario  # and look around when it has failed",
                "enid lab scenario run --all --json");
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        boolean json = Shape.wantsJson(arguments);
        boolean keep = arguments.matchedOptionValue(KEEP, false);
        // All are read before the first is played: a mistake in the last is told at once.
        List<Scenario> scenarios = read(names(arguments), keep);
        List<String> own = OwnCommand.read();
        if (Powers.own() == Powers.NONE) {
            throw confined(own, arguments);
        }
        // Before anything else: much of the JDK makes the JVM decide for good whether there is IPv6.
        JavaNetwork.prepare();
        ScenarioStage stage = new ScenarioStage(surroundings, own);
        ScenarioText text = new ScenarioText(json ? surroundings.err() : surroundings.out());
        List<ScenarioView> views = new ArrayList<>();
        long start = System.nanoTime();
        for (Scenario scenario : scenarios) {
            if (!json) {
                text.begin(scenario);
            }
            views.add(stage.play(scenario, labName(views.size()), json ? new Silence() : text, (view, server) -> {
                if (!json) {
                    text.end(view);
                }
                if (keep) {
                    text.kept(view.lab(), scenario);
                    server.awaitEnd();
                }
            }));
        }
        long tookMs = (System.nanoTime() - start) / 1_000_000;
        boolean ok = views.stream().allMatch(ScenarioView::ok);
        if (json) {
            surroundings.out().stream().print(Json.pretty(new RunView(ok, views, tookMs)));
        } else if (views.size() > 1) {
            text.summary(views, tookMs);
        }
        return ok ? Exit.OK : Exit.FAILURE;
    }

    /** With JSON, all is told at the end. */
    private static final class Silence implements Audience {
        @Override
        public void begins(int depth, Entry entry) {}

        @Override
        public void done(int depth, ScenarioView.StepView step) {}
    }

    private static List<String> names(ParseResult arguments) throws CommandFailed {
        List<String> names = arguments.matchedPositionalValue(0, List.of());
        boolean all = arguments.matchedOptionValue(ALL, false);
        if (all == !names.isEmpty()) {
            throw new CommandFailed(
                    Exit.USAGE,
                    all ? "either " + ALL + " or some, not both" : "which scenarios?",
                    "name files, or some that come with the lab (enid lab scenario list), or say " + ALL);
        }
        return all ? ShippedScenarios.NAMES : names;
    }

    private List<Scenario> read(List<String> names, boolean keep) throws CommandFailed {
        if (keep && names.size() > 1) {
            throw new CommandFailed(Exit.USAGE, KEEP + " is for one scenario");
        }
        ScenarioFiles files = new ScenarioFiles(new ScenarioVerbs(surroundings));
        List<Scenario> scenarios = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            try {
                scenarios.add(files.read(name));
            } catch (CommandFailed e) {
                problems.addAll(e.lines());
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandFailed(Exit.USAGE, problems.toArray(String[]::new));
        }
        return scenarios;
    }

    /** No other process has such a lab, nor has this one yet. */
    private static String labName(int index) {
        return "s" + Long.toString(ProcessHandle.current().pid(), 36) + "n" + index;
    }

    /** Once more, as root of a user namespace, in which namespaces can be made. */
    private IllegalStateException confined(List<String> own, ParseResult arguments) throws CommandFailed, IOException {
        List<String> command = new ArrayList<>(own);
        command.addAll(List.of("lab", "scenario", "run"));
        for (String flag : List.of(ALL, KEEP)) {
            if (arguments.matchedOptionValue(flag, false)) {
                command.add(flag);
            }
        }
        if (Shape.wantsJson(arguments)) {
            command.add("--json");
        }
        command.addAll(arguments.matchedPositionalValue(0, List.<String>of()));
        Map<String, String> environment = surroundings.environment();
        return Handover.to(
                Powers.confined(command), environment, environment.getOrDefault("PATH", Handover.DEFAULT_PATH));
    }
}
