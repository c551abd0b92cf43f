package dev.enid.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command line as a whole: it finds the command, runs it, and turns what goes wrong into a message and an exit code. */
final class Cli {

    private static final int HELP_WIDTH = 100;
    private static final int HELP_WIDTH_LEAST = 60;

    private final Surroundings surroundings;
    private final CommandLine root;

    Cli(Surroundings surroundings, List<CommandSpec> commands) {
        this.surroundings = surroundings;
        CommandSpec spec = Shape.group(
                "enid", "Makes every Elastic Network Interface of this EC2 instance work, and keeps it right.");
        for (CommandSpec command : commands) {
            spec.addSubcommand(command.name(), command);
        }
        spec.version("enid " + VersionCommand.version());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
        Shape.withExamples(
                spec,
                "enid status                  # how each ENI stands",
                "enid plan                    # what would change, and why",
                "sudo enid apply              # change it, once",
                "sudo enid daemon             # keep it right from now on");
        root = new CommandLine(spec);
        root.setUsageHelpWidth(Math.clamp(surroundings.out().width(), HELP_WIDTH_LEAST, HELP_WIDTH));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(
                surroundings.out().styles() == dev.enid.core.report.Styles.ANSI ? Ansi.ON : Ansi.OFF));
        root.setOut(new PrintWriter(surroundings.out().stream(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(surroundings.err().stream(), true, StandardCharsets.UTF_8));
        root.setExecutionStrategy(this::execute);
        root.setExecutionExceptionHandler((problem, command, arguments) -> failed(problem, arguments));
        root.setParameterExceptionHandler((problem, _) -> new UsageError(problem).print(surroundings.err()));
        root.setUnmatchedOptionsArePositionalParams(false);
        root.setAbbreviatedOptionsAllowed(false);
    }

    /** Runs one command line; the answer is the exit code. */
    int run(String... arguments) {
        return root.execute(withHelp(arguments));
    }

    /** {@code enid help up} and {@code enid lab help} are what people know of other programs: {@code --help}. */
    private String[] withHelp(String... arguments) {
        CommandLine command = root;
        for (int i = 0; i < arguments.length && !command.getSubcommands().isEmpty(); i++) {
            if (arguments[i].equals("help")) {
                List<String> words = new ArrayList<>(List.of(arguments));
                words.remove(i);
                words.add("--help");
                return words.toArray(String[]::new);
            }
            CommandLine next = command.getSubcommands().get(arguments[i]);
            if (next == null) {
                break;
            }
            command = next;
        }
        return arguments;
    }

    private int execute(ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return Exit.OK;
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandLine command = last.commandSpec().commandLine();
        if (!(last.commandSpec().userObject() instanceof Command action)) {
            throw new CommandLine.ParameterException(command, UsageError.MISSING_COMMAND);
        }
        try {
            return action.run(last);
        } catch (CommandLine.ParameterException wrong) {
            throw wrong;
        } catch (CommandFailed | IOException | InterruptedException | RuntimeException problem) {
            // picocli hands only its own exceptions to the handler, with the command that threw.
            throw new CommandLine.ExecutionException(command, "", problem);
        }
    }

    private int failed(Exception problem, ParseResult arguments) {
        Terminal err = surroundings.err();
        ParseResult last = arguments;
        boolean debug = last.hasMatchedOption(Shape.DEBUG);
        while (last.hasSubcommand()) {
            last = last.subcommand();
            debug |= last.hasMatchedOption(Shape.DEBUG);
        }
        Throwable cause = problem instanceof CommandLine.ExecutionException && problem.getCause() != null
                ? problem.getCause()
                : problem;
        int exit = switch (cause) {
            case CommandFailed failure -> {
                message(err, failure.lines());
                yield failure.exit();
            }
            case IOException failure -> {
                message(err, List.of(String.valueOf(failure.getMessage())));
                yield Exit.FAILURE;
            }
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield Exit.FAILURE;
            }
            default -> {
                message(
                        err,
                        List.of(
                                "an error of enid itself: " + cause,
                                debug
                                        ? "please report it with the lines below"
                                        : "the same command with --debug shows where; please report it"));
                yield Exit.SOFTWARE;
            }
        };
        if (debug) {
            cause.printStackTrace(err.stream());
        }
        return exit;
    }

    private static void message(Terminal err, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            err.line(i == 0 ? err.styles().bad("enid: ") + lines.get(i) : "      " + lines.get(i));
        }
    }
}
