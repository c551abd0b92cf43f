package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.json.Json;
import dev.enid.core.report.Page;
import dev.enid.lab.scenario.Scenario;
import dev.enid.lab.scenario.ShippedScenarios;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab scenario list}. */
final class ScenarioListCommand implements Command {

    /** The scenarios that come with the lab. */
    record ListView(List<Entry> scenarios) {}

    record Entry(String name, String title, List<String> complaints) {}

    private final Surroundings surroundings;

    ScenarioListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command("list", "Lists the scenarios that come with the lab.", this));
        return Shape.withExamples(spec, "enid lab scenario list");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed {
        ScenarioFiles files = new ScenarioFiles(new ScenarioVerbs(surroundings));
        List<Entry> entries = new ArrayList<>();
        for (String name : ShippedScenarios.NAMES) {
            Scenario scenario = files.shipped(name);
            entries.add(new Entry(name, scenario.title(), scenario.complaints()));
        }
        if (Shape.wantsJson(arguments)) {
            surroundings.out().stream().print(Json.pretty(new ListView(entries)));
        } else {
            Page page = new Page(surroundings.out().width());
            for (Entry each : entries) {
                page.line(surroundings.out().styles().strong(each.name()));
                page.paragraph("    ", each.title(), text -> text);
            }
            surroundings.out().stream().print(page);
        }
        return Exit.OK;
    }
}
