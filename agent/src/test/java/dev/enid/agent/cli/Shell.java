package dev.enid.agent.cli;

import dev.enid.agent.settings.Paths;
import dev.enid.core.report.Styles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** A person at a terminal: types command lines at commands made for the test, and keeps what came back. */
final class Shell {

    /** What one command line left behind. */
    record Answer(int exit, String out, String err) {}

    private final List<Function<Surroundings, CommandSpec>> commands = new ArrayList<>();
    private Function<Surroundings, List<CommandSpec>> all = surroundings ->
            commands.stream().map(each -> each.apply(surroundings)).toList();
    private Paths paths = new Paths(Path.of("/nonexistent/etc"), Path.of("/nonexistent/run"));
    private Styles styles = Styles.PLAIN;
    private int width = Terminal.UNLIMITED;
    private Map<String, String> environment = Map.of();
    private long uid = 0;

    Shell with(Function<Surroundings, CommandSpec> command) {
        commands.add(command);
        return this;
    }

    /** The commands of the program itself. */
    Shell withBuiltIn() {
        all = BuiltIn::commands;
        return this;
    }

    Shell knowing(String variable, String value) {
        environment = Map.of(variable, value);
        return this;
    }

    Shell in(Paths places) {
        paths = places;
        return this;
    }

    /** On a terminal that wide. */
    Shell onTerminal(Styles colours, int columns) {
        styles = colours;
        width = columns;
        return this;
    }

    Shell as(long user) {
        uid = user;
        return this;
    }

    Answer type(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = type(out, err, arguments);
        return new Answer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** For a command that does not end by itself: what it prints can be looked at meanwhile. */
    int type(ByteArrayOutputStream out, ByteArrayOutputStream err, String... arguments) {
        Surroundings surroundings = new Surroundings(terminal(out), terminal(err), paths, environment, uid);
        return new Cli(surroundings, all.apply(surroundings)).run(arguments);
    }

    private Terminal terminal(ByteArrayOutputStream to) {
        return new Terminal(new PrintStream(to, true, StandardCharsets.UTF_8), styles, width);
    }
}
