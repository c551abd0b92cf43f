package dev.enid.lab.command;

import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.json.Json;
import dev.enid.lab.server.LabRequest;
import dev.enid.lab.server.LabView;
import java.io.IOException;
import picocli.CommandLine.ParseResult;

/** What commands that change one ENI have in common: they ask, and print the ENI as it is then. */
final class Changes {

    private Changes() {}

    static int make(Surroundings surroundings, ParseResult arguments, String eni, LabRequest request)
            throws CommandFailed, IOException {
        LabView lab = Labs.of(surroundings).ask(Labs.named(arguments), request);
        LabView.EniView changed = Labs.eni(lab, eni);
        if (Shape.wantsJson(arguments)) {
            surroundings.out().stream().print(Json.pretty(changed));
        } else {
            new LabText(surroundings.out()).eni(changed);
        }
        return Exit.OK;
    }
}
