package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.json.Json;
import dev.enid.lab.server.LabRequest;
import dev.enid.lab.server.LabView;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab show}. */
final class ShowCommand implements Command {

    private final Surroundings surroundings;

    ShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                "show", "Shows a lab: subnets, instances with their ENIs, machines outside, faults.", this));
        spec.addPositional(LabName.parameter());
        return Shape.withExamples(spec, "enid lab show", "enid lab show cards --json");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        LabView lab = Labs.of(surroundings).ask(LabName.of(arguments), new LabRequest.Show());
        if (Shape.wantsJson(arguments)) {
            surroundings.out().stream().print(Json.pretty(lab));
        } else {
            new LabText(surroundings.out()).show(lab);
        }
        return Exit.OK;
    }
}
