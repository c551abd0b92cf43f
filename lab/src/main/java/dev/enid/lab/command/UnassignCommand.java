package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.lab.server.LabRequest;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab unassign}. */
final class UnassignCommand implements Command {

    private final Surroundings surroundings;

    UnassignCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec =
                Shape.withJson(Shape.command("unassign", "Takes addresses and prefixes away from an ENI.", this));
        spec.addPositional(Shape.parameter("ENI", "Its name, id or MAC address."));
        spec.addPositional(AssignCommand.addresses("Addresses, and prefixes with their length."));
        spec.addOption(Labs.option());
        return Shape.withExamples(spec, "enid lab unassign web-1 10.0.2.21 10.0.2.64/28");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        String eni = arguments.matchedPositionalValue(0, "");
        List<String> addresses = arguments.matchedPositionalValue(1, List.of());
        if (addresses.isEmpty()) {
            throw new CommandFailed(Exit.USAGE, "which addresses? enid lab show lists those of " + eni);
        }
        return Changes.make(surroundings, arguments, eni, new LabRequest.Unassign(eni, addresses));
    }
}
