package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab env}. */
final class EnvCommand implements Command {

    private final Surroundings surroundings;

    EnvCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.command(
                "env", "Prints the variables by which AWS's clients find a lab's EC2 API, for a shell.", this);
        spec.addPositional(LabName.parameter());
        return Shape.withExamples(
                spec,
                "eval \"$(enid lab env)\"",
                "aws ec2 describe-network-interfaces                                        # asks the lab",
                "aws --endpoint-url \"$AWS_ENDPOINT_URL_EC2\" ec2 describe-network-interfaces  # before version 2.13");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        Labs labs = Labs.of(surroundings);
        String lab = LabName.of(arguments);
        labs.checkUp(lab);
        AwsEnvironment environment =
                AwsEnvironment.read(labs.files(lab).environment()).orElseThrow(() -> Labs.notReady(lab));
        // No value has a character that a shell would take for more than itself.
        environment.variables().forEach((name, value) -> surroundings.out().line("export " + name + "=" + value));
        return Exit.OK;
    }
}
