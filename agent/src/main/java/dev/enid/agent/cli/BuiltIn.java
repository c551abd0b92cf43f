package dev.enid.agent.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of the program itself, in the order of the help. */
final class BuiltIn {

    private BuiltIn() {}

    static List<CommandSpec> commands(Surroundings surroundings) {
        return List.of(
                new StatusCommand(surroundings).spec(),
                new PlanCommand(surroundings).spec(),
                ApplyCommand.apply(surroundings).spec(),
                ApplyCommand.scan(surroundings).spec(),
                ApplyCommand.up(surroundings).spec(),
                ApplyCommand.down(surroundings).spec(),
                new ExplainCommand(surroundings).spec(),
                new EventsCommand(surroundings).spec(),
                new DaemonCommand(surroundings).spec(),
                new SettingsCommand(surroundings).spec(),
                new VersionCommand(surroundings).spec(),
                new RehearseCommand(surroundings).spec());
    }
}
