package dev.enid.agent.cli;

import dev.enid.agent.json.Json;
import dev.enid.agent.operations.Operations;
import dev.enid.agent.operations.SavedOperations;
import dev.enid.core.report.PlanText;
import dev.enid.core.report.PlanView;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid plan}. */
final class PlanCommand implements Command {

    private static final String FROM = "--from";

    private final Surroundings surroundings;

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(
                Shape.command("plan", "Show what would change, and why. Exit 2 when something would.", this));
        spec.addOption(SnapshotFile.option(FROM));
        return Shape.withExamples(
                spec, "enid plan", "enid plan --json | jq -r '.changes[].object'", "enid plan --from web.json");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, InterruptedException {
        Optional<SavedOperations> saved = SnapshotFile.operations(arguments, FROM);
        PlanView plan = saved.isPresent() ? saved.get().plan() : Host.ask(surroundings, Operations::plan);
        Terminal out = surroundings.out();
        out.stream()
                .print(Shape.wantsJson(arguments) ? Json.pretty(plan) : PlanText.of(plan, out.styles(), out.width()));
        return plan.changes().isEmpty() ? Exit.OK : Exit.PENDING;
    }
}
