package dev.enid.agent.cli;

import dev.enid.agent.json.Json;
import dev.enid.agent.operations.Operations;
import dev.enid.core.report.StatusText;
import dev.enid.core.report.StatusView;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid status}. */
final class StatusCommand implements Command {

    private static final String VERBOSE = "--verbose";

    private final Surroundings surroundings;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command("status", "Show how each ENI of this host stands.", this));
        spec.addOption(OptionSpec.builder("-v", VERBOSE)
                .type(boolean.class)
                .description(
                        "Say also by whom ENIs are brought up, why, and what the host's network manager was told lately.")
                .build());
        return Shape.withExamples(spec, "enid status", "enid status -v", "enid status --json | jq .converged");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, InterruptedException {
        StatusView status = Host.ask(surroundings, Operations::status);
        Terminal out = surroundings.out();
        String text = arguments.hasMatchedOption(VERBOSE)
                ? StatusText.inFull(status, out.styles(), out.width())
                : StatusText.of(status, out.styles(), out.width());
        out.stream().print(Shape.wantsJson(arguments) ? Json.pretty(status) : text);
        return Exit.OK;
    }
}
