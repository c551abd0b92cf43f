package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.json.Json;
import dev.enid.core.report.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid lab list}. */
final class ListCommand implements Command {

    /** All labs of this user. */
    record ListView(List<Entry> labs) {}

    /** @param state up, or crashed: then {@code up} and {@code down} clean it */
    record Entry(String name, String state) {}

    private final Surroundings surroundings;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        return Shape.withExamples(
                Shape.withJson(Shape.command("list", "Lists labs.", this)), "enid lab list", "enid lab list --json");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        Labs labs = Labs.of(surroundings);
        List<Entry> entries = new ArrayList<>();
        for (String name : labs.home().names()) {
            entries.add(new Entry(name, labs.home().isUp(name) ? "up" : "crashed"));
        }
        if (Shape.wantsJson(arguments)) {
            surroundings.out().stream().print(Json.pretty(new ListView(entries)));
        } else if (entries.isEmpty()) {
            surroundings.out().line("No labs. enid lab up starts one.");
        } else {
            Page page = new Page(surroundings.out().width());
            new Columns(entries.stream()
                            .map(each -> List.of(each.name(), each.state()))
                            .toList())
                    .print(page, "");
            surroundings.out().stream().print(page);
        }
        return Exit.OK;
    }
}
