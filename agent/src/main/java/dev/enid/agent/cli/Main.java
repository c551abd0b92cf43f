package dev.enid.agent.cli;

import dev.enid.agent.settings.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** The program's entry: here the environment, the streams and the user are taken from the process, and nowhere else. */
public final class Main {

    private Main() {}

    /** Runs one command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        ProcessOutput out = ProcessOutput.standard();
        Surroundings surroundings = out.surroundings(Paths.INSTALLED, System.getenv());
        int exit = new Cli(surroundings, commands(surroundings, arguments)).run(arguments);
        System.exit(out.close(exit));
    }

    private static List<CommandSpec> commands(Surroundings surroundings, String... arguments) {
        Optional<CommandSpec> named =
                Stream.of(arguments).findFirst().flatMap(name -> BuiltIn.command(name, surroundings));
        return named.map(List::of).orElseGet(() -> all(surroundings));
    }

    private static List<CommandSpec> all(Surroundings surroundings) {
        List<CommandSpec> commands = new ArrayList<>(BuiltIn.commands(surroundings));
        for (CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
            commands.add(provider.command(surroundings));
        }
        return commands;
    }
}
