package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.lab.server.LabClient;
import dev.enid.lab.server.LabFiles;
import dev.enid.lab.server.LabRequest;
import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab down}: ends a lab, or removes what a crashed one left. */
final class DownCommand implements Command {

    private final Surroundings surroundings;

    DownCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.command("down", "Takes a lab down; also what is left of one that crashed.", this);
        spec.addPositional(LabName.parameter());
        return Shape.withExamples(spec, "enid lab down", "enid lab down cards");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        Labs labs = Labs.of(surroundings);
        String name = LabName.of(arguments);
        LabFiles files = labs.files(name);
        if (labs.home().isUp(name)) {
            try (LabClient client = labs.connect(name)) {
                Labs.lab(client.ask(new LabRequest.Down()));
                client.awaitEnd();
            }
            // What a process could not take down, as it died while it tried, is removed like that of a crashed one.
            labs.home().clean(name);
            files.state().delete();
            surroundings.out().line("lab " + name + " is down");
            return Exit.OK;
        }
        boolean found = labs.home().clean(name);
        Files.deleteIfExists(files.log());
        files.state().delete();
        if (!found) {
            throw labs.notThere(name);
        }
        surroundings.out().line("lab " + name + " had crashed; what it left is removed");
        return Exit.OK;
    }
}
