package dev.enid.agent.cli;

import dev.enid.agent.json.Json;
import dev.enid.agent.operations.Operations;
import dev.enid.core.report.StatusText;
import dev.enid.core.report.StatusView;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid status}. */
final class StatusCommand implements Command {

    private final Surroundings surroundings;

    StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command("status", "Show how each ENI of this host stands.", this));
        return Shape.withExamples(spec, "enid status", "enid status --json | jq .converged");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, InterruptedException {
        StatusView status = Host.ask(surroundings, Operations::status);
        Terminal out = surroundings.out();
        out.stream()
                .print(
                        Shape.wantsJson(arguments)
                                ? Json.pretty(status)
                                : StatusText.of(status, out.styles(), out.width()));
        return Exit.OK;
    }
}
