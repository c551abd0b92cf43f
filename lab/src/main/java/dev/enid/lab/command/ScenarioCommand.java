package dev.enid.lab.command;

import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import picocli.CommandLine.Model.CommandSpec;

/** {@code enid lab scenario}. */
final class ScenarioCommand {

    private ScenarioCommand() {}

    static CommandSpec spec(Surroundings surroundings) {
        CommandSpec scenario =
                Shape.group("scenario", "Plays scenarios: steps and expectations in a file, each in a lab of its own.");
        for (CommandSpec each : new CommandSpec[] {
            new ScenarioRunCommand(surroundings).spec(),
            new ScenarioListCommand(surroundings).spec(),
            new ScenarioShowCommand(surroundings).spec()
        }) {
            scenario.addSubcommand(each.name(), each);
        }
        return Shape.withExamples(
                scenario,
                "enid lab scenario list",
                "enid lab scenario run ec2-net-utils-161",
                "enid lab scenario run ./mine.scenario");
    }
}
