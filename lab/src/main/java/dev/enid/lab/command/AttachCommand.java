package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.lab.server.LabRequest;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab attach}. */
final class AttachCommand implements Command {

    private static final String INDEX = "--device-index";
    private static final String CARD = "--network-card";

    private final Surroundings surroundings;

    AttachCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec =
                Shape.withJson(Shape.command("attach", "Attaches an ENI: its link appears in the instance.", this));
        spec.addPositional(Shape.parameter("INSTANCE", "Its name or id."));
        spec.addPositional(Shape.parameter("ENI", "Its name, id or MAC address."));
        spec.addOption(number(INDEX, "The next that is free without it."));
        spec.addOption(number(CARD, "0 without it."));
        spec.addOption(Labs.option());
        return Shape.withExamples(
                spec, "enid lab attach web web-1", "enid lab attach web web-1 --device-index 4 --json");
    }

    private static OptionSpec number(String name, String description) {
        return OptionSpec.builder(name)
                .type(Integer.class)
                .paramLabel("N")
                .description(description)
                .build();
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        String eni = arguments.matchedPositionalValue(1, "");
        Integer index = arguments.matchedOptionValue(INDEX, (Integer) null);
        Integer card = arguments.matchedOptionValue(CARD, (Integer) null);
        return Changes.make(
                surroundings,
                arguments,
                eni,
                new LabRequest.Attach(
                        arguments.matchedPositionalValue(0, ""),
                        eni,
                        Optional.ofNullable(index),
                        Optional.ofNullable(card)));
    }
}
