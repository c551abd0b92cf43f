package dev.enid.agent.cli;

import dev.enid.agent.snapshot.SavedSnapshot;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid snapshot}. */
final class SnapshotCommand implements Command {

    private final Surroundings surroundings;

    SnapshotCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.command(
                "snapshot", "Print all that enid sees of this host, as JSON, to be looked at elsewhere.", this);
        return Shape.withExamples(
                spec,
                "enid snapshot > web.json",
                "enid plan --from web.json",
                "enid render --from web.json --backend networkd");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed {
        SavedSnapshot saved = Host.look(surroundings, host -> host.snapshot(VersionCommand.version()));
        surroundings.out().stream().print(saved.text());
        return Exit.OK;
    }
}
