package dev.enid.agent.cli;

import dev.enid.agent.adopt.Adoption;
import dev.enid.agent.adopt.FactsReader;
import dev.enid.agent.imds.Timing;
import dev.enid.agent.json.Json;
import dev.enid.agent.operations.LocalOperations;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.service.Programs;
import dev.enid.core.report.AdoptText;
import dev.enid.core.report.AdoptView;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid adopt}. */
final class AdoptCommand implements Command {

    private final Surroundings surroundings;

    AdoptCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                "adopt",
                "Show what another tool has set up here, and how enid would take it over. Exit 2 when something would be.",
                this));
        return Shape.withExamples(spec, "sudo enid adopt", "sudo enid adopt --json | jq -r '.findings[].what'");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, InterruptedException {
        try {
            AdoptView view = local().taking(kernel -> new Adoption(kernel, facts()).plan());
            print(view, arguments);
            return view.steps().isEmpty() ? Exit.OK : Exit.PENDING;
        } catch (OperationFailed failed) {
            throw new CommandFailed(Exit.FAILURE, failed, failed.lines().toArray(String[]::new));
        }
    }

    private LocalOperations local() {
        return new LocalOperations(surroundings.paths(), surroundings.environment(), Timing.real());
    }

    private static FactsReader facts() {
        return new FactsReader(Path.of("/"), Programs.here());
    }

    private void print(AdoptView view, ParseResult arguments) {
        Terminal out = surroundings.out();
        out.stream()
                .print(Shape.wantsJson(arguments) ? Json.pretty(view) : AdoptText.of(view, out.styles(), out.width()));
    }
}
