package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.lab.server.LabRequest;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab detach}. */
final class DetachCommand implements Command {

    private final Surroundings surroundings;

    DetachCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command("detach", "Detaches an ENI: its link vanishes.", this));
        spec.addPositional(Shape.parameter("ENI", "Its name, id or MAC address."));
        spec.addOption(Labs.option());
        return Shape.withExamples(spec, "enid lab detach web-1");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        String eni = arguments.matchedPositionalValue(0, "");
        return Changes.make(surroundings, arguments, eni, new LabRequest.Detach(eni));
    }
}
