package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.lab.kept.KeptLab;
import dev.enid.lab.server.LabClient;
import dev.enid.lab.server.LabFiles;
import dev.enid.lab.server.LabRequest;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab restart}: ends the process that holds a lab, and starts another that has all it had. */
final class RestartCommand implements Command {

    private final Surroundings surroundings;

    RestartCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                "restart", "Restarts a lab's process; the VPC is as it was, its instances reboot.", this));
        spec.addPositional(LabName.parameter());
        return Shape.withExamples(spec, "enid lab restart", "enid lab restart cards");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        Labs labs = Labs.of(surroundings);
        String name = LabName.of(arguments);
        LabFiles files = labs.files(name);
        labs.checkUp(name);
        try (LabClient client = labs.connect(name)) {
            Labs.lab(client.ask(new LabRequest.Down()));
            client.awaitEnd();
        }
        labs.home().clean(name);
        KeptLab before = files.state()
                .read()
                .orElseThrow(() -> new CommandFailed(
                        Exit.FAILURE, "lab " + name + " was not kept anywhere", "enid lab up starts another"));
        new Starting(surroundings, files, name).again(before);
        Starting.tell(surroundings, arguments, labs.ask(name, new LabRequest.Show()));
        return Exit.OK;
    }
}
