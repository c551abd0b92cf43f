package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.lab.scenario.ShippedScenarios;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab scenario show}. */
final class ScenarioShowCommand implements Command {

    private final Surroundings surroundings;

    ScenarioShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec =
                Shape.command("show", "Prints a scenario that comes with the lab, to start one's own from.", this);
        spec.addPositional(Shape.parameter("NAME", "Its name, or the beginning of it."));
        return Shape.withExamples(spec, "enid lab scenario show ec2-net-utils-161 > mine.scenario");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed {
        String name = ScenarioFiles.name(arguments.matchedPositionalValue(0, ""));
        surroundings.out().stream().print(ShippedScenarios.text(name));
        return Exit.OK;
    }
}
