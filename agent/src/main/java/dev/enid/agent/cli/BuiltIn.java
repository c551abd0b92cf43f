package dev.enid.agent.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of the program itself, in the order of the help. */
final class BuiltIn {

    private BuiltIn() {}

    static List<CommandSpec> commands(Surroundings surroundings) {
        return List.of(new VersionCommand(surroundings).spec());
    }
}
