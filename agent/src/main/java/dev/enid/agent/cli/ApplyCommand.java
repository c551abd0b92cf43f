package dev.enid.agent.cli;

import dev.enid.agent.json.Json;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.operations.Operations;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.report.ApplyText;
import dev.enid.core.report.ApplyView;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands that change the host: {@code apply}, {@code scan}, {@code up} and {@code down}. */
final class ApplyCommand implements Command {

    private static final String INTERFACE = "IFACE";

    private final Surroundings surroundings;
    private final CommandSpec spec;
    private final Change change;

    /** What is changed. */
    @FunctionalInterface
    private interface Change {
        ApplyView by(Operations operations, ParseResult arguments) throws OperationFailed, InterruptedException;
    }

    private ApplyCommand(Surroundings surroundings, String name, String summary, Change change) {
        this.surroundings = surroundings;
        this.change = change;
        this.spec = Shape.withJson(Shape.command(name, summary, this));
    }

    static ApplyCommand apply(Surroundings surroundings) {
        ApplyCommand command = new ApplyCommand(
                surroundings,
                "apply",
                "Make every ENI work, once. Exit 0 only if nothing is left to do.",
                (operations, _) -> operations.apply());
        Shape.withExamples(command.spec, "sudo enid apply", "sudo enid apply --json | jq .converged");
        return command;
    }

    static ApplyCommand scan(Surroundings surroundings) {
        ApplyCommand command = new ApplyCommand(
                surroundings,
                "scan",
                "Look for ENIs that are not configured, and configure them.",
                (operations, _) -> operations.apply());
        Shape.withExamples(command.spec, "sudo enid scan");
        return command;
    }

    static ApplyCommand up(Surroundings surroundings) {
        ApplyCommand command = new ApplyCommand(
                surroundings,
                "up",
                "Take an ENI up again that `enid down` took down.",
                (operations, arguments) -> operations.up(eni(arguments)));
        command.spec.addPositional(
                Shape.parameter(INTERFACE, "The ENI: its interface, id, MAC address or device index."));
        Shape.withExamples(command.spec, "sudo enid up eth1", "sudo enid up eni-0a1b2c3d4e5f60718");
        return command;
    }

    static ApplyCommand down(Surroundings surroundings) {
        ApplyCommand command = new ApplyCommand(
                surroundings,
                "down",
                "Take an ENI down, until `enid up` or the next boot. Not the primary.",
                (operations, arguments) -> operations.down(eni(arguments)));
        command.spec.addPositional(
                Shape.parameter(INTERFACE, "The ENI: its interface, id, MAC address or device index."));
        Shape.withExamples(command.spec, "sudo enid down eth1");
        return command;
    }

    CommandSpec spec() {
        return spec;
    }

    private static EniSelector eni(ParseResult arguments) {
        try {
            return EniSelector.parse(arguments.matchedPositionalValue(0, ""));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(
                    arguments.commandSpec().commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** The command as it was typed, for the one to type instead. */
    private String typed(ParseResult arguments) {
        String eni = arguments.matchedPositionalValue(0, "");
        return "enid " + spec.name() + (eni.isEmpty() ? "" : " " + eni);
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, InterruptedException {
        ApplyView applied = Host.change(surroundings, typed(arguments), operations -> change.by(operations, arguments));
        Terminal out = surroundings.out();
        out.stream()
                .print(
                        Shape.wantsJson(arguments)
                                ? Json.pretty(applied)
                                : ApplyText.of(applied, out.styles(), out.width()));
        return applied.converged() ? Exit.OK : Exit.FAILURE;
    }
}
