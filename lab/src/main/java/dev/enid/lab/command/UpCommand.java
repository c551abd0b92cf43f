package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.settings.Suggestion;
import dev.enid.lab.kept.KeptLab;
import dev.enid.lab.kept.StateFile;
import dev.enid.lab.server.LabFiles;
import dev.enid.lab.server.LabRequest;
import dev.enid.lab.server.LabView;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab up}: starts the process that holds the lab, and waits until it is ready. */
final class UpCommand implements Command {

    private static final String TOPOLOGY = "--topology";
    private static final String DEFAULT_TOPOLOGY = TopologyFile.SHIPPED.getFirst();

    private final Surroundings surroundings;

    UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                "up",
                "Brings a lab up, which lives until \"enid lab down\"; one that crashed as it was, unless there is a topology.",
                this));
        spec.addPositional(LabName.parameter());
        spec.addOption(topology());
        return Shape.withExamples(
                spec,
                "enid lab up                            # " + DEFAULT_TOPOLOGY,
                "enid lab up cards --topology cards     # a second one: several network cards",
                "enid lab up --topology ./mine.toml     # your own; start from a shipped one's text");
    }

    static picocli.CommandLine.Model.OptionSpec topology() {
        return Shape.option(
                        TOPOLOGY,
                        "FILE|NAME",
                        "A file, or one that comes with the lab: " + String.join(", ", TopologyFile.SHIPPED) + ".")
                .build();
    }

    /**
     * Which topology is meant: a name as it is, a file by its absolute path.
     *
     * @throws CommandFailed where there is none, or it has problems, with all of them
     */
    static String chosen(ParseResult arguments) throws CommandFailed {
        String text = arguments.matchedOptionValue(TOPOLOGY, DEFAULT_TOPOLOGY);
        boolean name = text.indexOf('/') < 0 && !text.endsWith(".toml");
        if (name && !TopologyFile.SHIPPED.contains(text) && !Files.exists(Path.of(text))) {
            Optional<String> meant = Suggestion.of(text, TopologyFile.SHIPPED);
            throw new CommandFailed(
                    Exit.USAGE,
                    "no topology " + dev.enid.core.ip.Quoted.of(text)
                            + meant.map(each -> "; did you mean \"" + each + "\"?")
                                    .orElse(""),
                    "there are " + String.join(", ", TopologyFile.SHIPPED) + ", or a file of your own");
        }
        read(text);
        return TopologyFile.SHIPPED.contains(text)
                ? text
                : Path.of(text).toAbsolutePath().toString();
    }

    static dev.enid.lab.topology.Vpc read(String topology) throws CommandFailed {
        try {
            return TopologyFile.SHIPPED.contains(topology)
                    ? TopologyFile.shipped(topology)
                    : TopologyFile.read(Path.of(topology));
        } catch (TopologyException e) {
            throw new CommandFailed(
                    Exit.FAILURE, e, String.valueOf(e.getMessage()).split("\n", -1));
        }
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        Labs labs = Labs.of(surroundings);
        String name = LabName.of(arguments);
        LabFiles files = labs.files(name);
        String topology = chosen(arguments);
        if (labs.home().isUp(name)) {
            String ending = name.equals(Labs.DEFAULT) ? "" : " " + name;
            throw new CommandFailed(
                    Exit.FAILURE,
                    "lab " + name + " is up already",
                    "enid lab show" + ending + " shows it, enid lab down" + ending
                            + " ends it, enid lab up NAME starts another");
        }
        StateFile state = files.state();
        Optional<KeptLab> before = arguments.hasMatchedOption(TOPOLOGY) ? Optional.empty() : state.read();
        Starting starting = new Starting(surroundings, files, name);
        if (before.isPresent()) {
            starting.again(before.get());
        } else {
            starting.anew(topology);
        }
        LabView lab = labs.ask(name, new LabRequest.Show());
        Starting.tell(surroundings, arguments, lab);
        return Exit.OK;
    }
}
