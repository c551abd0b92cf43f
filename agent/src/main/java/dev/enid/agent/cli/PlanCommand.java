package dev.enid.agent.cli;

import dev.enid.agent.json.Json;
import dev.enid.agent.operations.Operations;
import dev.enid.core.report.PlanText;
import dev.enid.core.report.PlanView;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid plan}. */
final class PlanCommand implements Command {

    private final Surroundings surroundings;

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(
                Shape.command("plan", "Show what would change, and why. Exit 2 when something would.", this));
        return Shape.withExamples(spec, "enid plan", "enid plan --json | jq -r '.changes[].object'");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, InterruptedException {
        PlanView plan = Host.ask(surroundings, Operations::plan);
        Terminal out = surroundings.out();
        out.stream()
                .print(Shape.wantsJson(arguments) ? Json.pretty(plan) : PlanText.of(plan, out.styles(), out.width()));
        return plan.changes().isEmpty() ? Exit.OK : Exit.PENDING;
    }
}
