package dev.enid.agent.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of the program itself, in the order of the help. */
final class BuiltIn {

    private BuiltIn() {}

    private static final Map<String, Function<Surroundings, CommandSpec>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("status", surroundings -> new StatusCommand(surroundings).spec());
        COMMANDS.put("plan", surroundings -> new PlanCommand(surroundings).spec());
        COMMANDS.put("apply", surroundings -> ApplyCommand.apply(surroundings).spec());
        COMMANDS.put("scan", surroundings -> ApplyCommand.scan(surroundings).spec());
        COMMANDS.put("up", surroundings -> ApplyCommand.up(surroundings).spec());
        COMMANDS.put("down", surroundings -> ApplyCommand.down(surroundings).spec());
        COMMANDS.put("adopt", surroundings -> new AdoptCommand(surroundings).spec());
        COMMANDS.put("explain", surroundings -> new ExplainCommand(surroundings).spec());
        COMMANDS.put("render", surroundings -> new RenderCommand(surroundings).spec());
        COMMANDS.put("snapshot", surroundings -> new SnapshotCommand(surroundings).spec());
        COMMANDS.put("events", surroundings -> new EventsCommand(surroundings).spec());
        COMMANDS.put("daemon", surroundings -> new DaemonCommand(surroundings).spec());
        COMMANDS.put("settings", surroundings -> new SettingsCommand(surroundings).spec());
        COMMANDS.put("move", surroundings -> new MoveCommand(surroundings).spec());
        COMMANDS.put("iam-policy", surroundings -> new IamPolicyCommand(surroundings).spec());
        COMMANDS.put("version", surroundings -> new VersionCommand(surroundings).spec());
        COMMANDS.put("rehearse", surroundings -> new RehearseCommand(surroundings).spec());
    }

    static List<CommandSpec> commands(Surroundings surroundings) {
        return COMMANDS.values().stream()
                .map(command -> command.apply(surroundings))
                .toList();
    }

    /** The one of that name: to make all of them takes a good part of the time that {@code enid status} has. */
    static Optional<CommandSpec> command(String name, Surroundings surroundings) {
        return Optional.ofNullable(COMMANDS.get(name)).map(command -> command.apply(surroundings));
    }
}
