package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.json.Json;
import dev.enid.agent.settings.Suggestion;
import dev.enid.lab.fault.FaultWords;
import dev.enid.lab.imds.FaultSpec;
import dev.enid.lab.imds.FaultText;
import dev.enid.lab.server.LabRequest;
import dev.enid.lab.server.LabView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab fault imds}. */
final class FaultCommand implements Command {

    private static final String INSTANCE = "--instance";

    /** What is on now, and how often each kind was met. */
    record FaultsView(List<LabView.FaultView> faults, List<LabView.ConsumedView> consumed) {}

    private final Surroundings surroundings;

    FaultCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        String summary = "Switches a fault of the metadata service on or off, or lists those that are on.";
        CommandSpec imds = Shape.withJson(Shape.command("imds", summary, this));
        // Not at the parameter: the forms want the whole width.
        List<String> description = new ArrayList<>(List.of(summary, ""));
        FaultText.FORMS.forEach(form -> description.add("  " + form.replace("%", "%%")));
        imds.usageMessage().description(description.toArray(String[]::new));
        imds.addPositional(PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .index("0..*")
                .arity("0..*")
                .paramLabel("FAULT")
                .description("One of the above; without one, what is on is listed.")
                .build());
        imds.addOption(Shape.option(INSTANCE, "INSTANCE", "Only for this one.").build());
        imds.addOption(Labs.option());
        Shape.withExamples(
                imds,
                "enid lab fault imds outage on",
                "enid lab fault imds delay 200ms times 5",
                "enid lab fault imds --instance web hostile local-ipv4s '10.0.0.1\\n; reboot'",
                "enid lab fault imds outage off",
                "enid lab fault imds               # what is on");
        CommandSpec fault = Shape.group("fault", "Lets things of the lab fail.");
        fault.addSubcommand(imds.name(), imds);
        return Shape.withExamples(fault, "enid lab fault imds outage on");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        List<String> words = arguments.matchedPositionalValue(0, List.of());
        Labs labs = Labs.of(surroundings);
        if (!words.isEmpty()) {
            check(words);
        }
        LabRequest request = words.isEmpty()
                ? new LabRequest.Show()
                : new LabRequest.Fault(
                        Optional.ofNullable(arguments.matchedOptionValue(INSTANCE, (String) null)), words);
        LabView lab = labs.ask(Labs.named(arguments), request);
        if (Shape.wantsJson(arguments)) {
            surroundings.out().stream().print(Json.pretty(new FaultsView(lab.faults(), lab.consumed())));
        } else {
            new LabText(surroundings.out()).faults(lab);
        }
        return Exit.OK;
    }

    /** Before the lab is asked: a slip of the hand has nothing to do with whether one is up. */
    private static void check(List<String> words) throws CommandFailed {
        try {
            FaultText.parse(words);
        } catch (IllegalArgumentException e) {
            Optional<String> meant = FaultWords.words(FaultSpec.Kind.class).contains(words.getFirst())
                    ? Optional.empty()
                    : Suggestion.of(words.getFirst(), FaultWords.words(FaultSpec.Kind.class));
            throw new CommandFailed(
                    Exit.USAGE,
                    String.valueOf(e.getMessage()),
                    meant.map(each -> "did you mean \"" + each + "\"?").orElse("see enid lab fault imds --help"));
        }
    }
}
