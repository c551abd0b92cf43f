package dev.enid.agent.cli;

import dev.enid.agent.json.Json;
import dev.enid.core.report.EventText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid events}. */
final class EventsCommand implements Command {

    private final Surroundings surroundings;

    EventsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.withJson(Shape.command(
                "events", "Follow what the daemon does, until it stops or Ctrl-C. JSON is one object a line.", this));
        return Shape.withExamples(spec, "enid events", "enid events --json | jq -r 'select(.event == \"eni\").text'");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, InterruptedException {
        boolean json = Shape.wantsJson(arguments);
        Terminal out = surroundings.out();
        Host.follow(surroundings, event -> out.line(json ? Json.line(event) : EventText.of(event, out.styles())));
        return Exit.OK;
    }
}
