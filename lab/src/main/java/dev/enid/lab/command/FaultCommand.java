package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.json.Json;
import dev.enid.agent.settings.Suggestion;
import dev.enid.lab.server.LabRequest;
import dev.enid.lab.server.LabView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab fault imds} and {@code enid lab fault ec2}. */
final class FaultCommand implements Command {

    private static final String INSTANCE = "--instance";

    /** What is on now, and how often each kind was met. */
    record FaultsView(List<LabView.FaultView> faults, List<LabView.ConsumedView> consumed) {}

    private final Surroundings surroundings;
    private final FaultyService service;

    private FaultCommand(Surroundings surroundings, FaultyService service) {
        this.surroundings = surroundings;
        this.service = service;
    }

    static CommandSpec group(Surroundings surroundings) {
        CommandSpec fault = Shape.group("fault", "Lets things of the lab fail.");
        for (FaultyService service : FaultyService.values()) {
            CommandSpec spec = new FaultCommand(surroundings, service).spec();
            fault.addSubcommand(spec.name(), spec);
        }
        return Shape.withExamples(
                fault, "enid lab fault imds outage on", "enid lab fault ec2 lost response AttachNetworkInterface");
    }

    private CommandSpec spec() {
        String summary = "Switches a fault of " + service.what() + " on or off, or lists those that are on.";
        CommandSpec spec = Shape.withJson(Shape.command(service.word(), summary, this));
        // Not at the parameter: the forms want the whole width.
        List<String> description = new ArrayList<>(List.of(summary, ""));
        service.forms().forEach(form -> description.add("  " + form.replace("%", "%%")));
        spec.usageMessage().description(description.toArray(String[]::new));
        spec.addPositional(PositionalParamSpec.builder()
                .type(List.class)
                .auxiliaryTypes(String.class)
                .index("0..*")
                .arity("0..*")
                .paramLabel("FAULT")
                .description("One of the above; without one, what is on is listed.")
                .build());
        if (service.hasInstances()) {
            spec.addOption(
                    Shape.option(INSTANCE, "INSTANCE", "Only for this one.").build());
        }
        spec.addOption(Labs.option());
        return Shape.withExamples(spec, service.examples().toArray(String[]::new));
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        List<String> words = arguments.matchedPositionalValue(0, List.of());
        if (!words.isEmpty()) {
            check(words);
        }
        LabView lab = Labs.of(surroundings)
                .ask(
                        Labs.named(arguments),
                        words.isEmpty() ? new LabRequest.Show() : service.request(instance(arguments), words));
        FaultsView faults = service.of(lab);
        if (Shape.wantsJson(arguments)) {
            surroundings.out().stream().print(Json.pretty(faults));
        } else {
            new LabText(surroundings.out()).faults(faults.faults());
        }
        return Exit.OK;
    }

    private Optional<String> instance(ParseResult arguments) {
        return service.hasInstances()
                ? Optional.ofNullable(arguments.matchedOptionValue(INSTANCE, (String) null))
                : Optional.empty();
    }

    /** Before the lab is asked: a slip of the hand has nothing to do with whether one is up. */
    void check(List<String> words) throws CommandFailed {
        try {
            service.check(words);
        } catch (IllegalArgumentException e) {
            Optional<String> meant = service.words().contains(words.getFirst())
                    ? Optional.empty()
                    : Suggestion.of(words.getFirst(), service.words());
            throw new CommandFailed(
                    Exit.USAGE,
                    String.valueOf(e.getMessage()),
                    meant.map(each -> "did you mean \"" + each + "\"?")
                            .orElse("see enid lab fault " + service.word() + " --help"));
        }
    }
}
