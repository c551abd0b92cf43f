package dev.enid.lab.command;

import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.json.Json;
import dev.enid.lab.kept.KeptLab;
import dev.enid.lab.server.LabFiles;
import dev.enid.lab.server.LabView;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.ParseResult;

/** Starts the process that holds a lab. */
record Starting(Surroundings surroundings, LabFiles files, String name) {

    /** From a topology, whatever was there before. */
    void anew(String topology) throws CommandFailed, IOException {
        say("bringing lab " + name + " up ...");
        files.state().delete();
        Background.start(files, OptionalInt.empty(), List.of("lab", ServeCommand.NAME, name, "--topology", topology));
    }

    /** As it was when it was up last: with its keys, and at the same port if that is free. */
    void again(KeptLab before) throws CommandFailed, IOException {
        say("bringing lab " + name + " up again, as it was ...");
        Background.start(
                files, OptionalInt.of(before.port()), List.of("lab", ServeCommand.NAME, name, ServeCommand.AGAIN));
    }

    private void say(String text) {
        if (surroundings.err().interactive()) {
            surroundings.err().line(text);
        }
    }

    /** What came up. */
    static void tell(Surroundings surroundings, ParseResult arguments, LabView lab) {
        if (Shape.wantsJson(arguments)) {
            surroundings.out().stream().print(Json.pretty(lab));
        } else {
            new LabText(surroundings.out()).up(lab);
        }
    }
}
