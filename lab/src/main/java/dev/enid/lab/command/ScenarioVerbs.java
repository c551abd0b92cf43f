package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Surroundings;
import dev.enid.agent.cli.Terminal;
import dev.enid.agent.cli.UsageError;
import dev.enid.lab.scenario.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * The commands of {@code enid lab} as steps of scenarios: those that are about a lab that is up, which are those with
 * {@code --lab}. They are taken apart and run by the very same code as on a command line.
 */
final class ScenarioVerbs implements Vocabulary {

    private static final String EXEC = "exec";
    private static final String LAB = "--lab";

    private final Surroundings surroundings;

    ScenarioVerbs(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Set<String> verbs() {
        Set<String> verbs = new TreeSet<>();
        lab(surroundings).getSubcommands().forEach((name, command) -> {
            if (!name.equals(EXEC) && isOfALab(command)) {
                verbs.add(name);
            }
        });
        return verbs;
    }

    private static boolean isOfALab(CommandLine command) {
        return command.getCommandSpec().findOption(LAB) != null
                || command.getSubcommands().values().stream().anyMatch(ScenarioVerbs::isOfALab);
    }

    @Override
    public Named check(List<String> words) {
        try {
            ParseResult parsed = parse(lab(surroundings), words);
            if (parsed.hasMatchedOption(LAB)) {
                throw new IllegalArgumentException("a scenario has one lab, its own: without " + LAB);
            }
            if (parsed.commandSpec().userObject() instanceof FaultCommand command) {
                List<String> fault = parsed.matchedPositionalValue(0, List.of());
                if (fault.isEmpty()) {
                    throw new IllegalArgumentException("which fault? to list them is no step");
                }
                command.check(fault);
            }
            return new Named(value(parsed, "INSTANCE"), value(parsed, "ENI"));
        } catch (CommandLine.ParameterException e) {
            throw new IllegalArgumentException(new UsageError(e).text(), e);
        } catch (CommandFailed e) {
            throw new IllegalArgumentException(String.join("; ", e.lines()), e);
        }
    }

    private static Optional<String> value(ParseResult parsed, String label) {
        return parsed.matchedArgs().stream()
                .filter(arg -> arg.paramLabel().equals(label))
                .map(ArgSpec::getValue)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst();
    }

    /** Runs one on a lab. */
    dev.enid.lab.play.CommandLine.Ran run(String lab, List<String> words) throws InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int exit;
        try (PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            Terminal terminal = Terminal.plain(stream);
            exit = run(
                    new Surroundings(
                            terminal, terminal, surroundings.paths(), surroundings.environment(), surroundings.uid()),
                    lab,
                    words);
        }
        return new dev.enid.lab.play.CommandLine.Ran(exit, bytes.toString(StandardCharsets.UTF_8));
    }

    private static int run(Surroundings quiet, String lab, List<String> words) throws InterruptedException {
        List<String> whole = new ArrayList<>(words);
        whole.addAll(List.of(LAB, lab));
        try {
            ParseResult parsed = parse(lab(quiet), whole);
            return ((Command) parsed.commandSpec().userObject()).run(parsed);
        } catch (CommandFailed e) {
            e.lines().forEach(quiet.err()::line);
            return e.exit();
        } catch (CommandLine.ParameterException e) {
            quiet.err().line(new UsageError(e).text());
            return Exit.USAGE;
        } catch (IOException e) {
            quiet.err().line(String.valueOf(e.getMessage()));
            return Exit.FAILURE;
        }
    }

    private static CommandLine lab(Surroundings surroundings) {
        CommandSpec spec = new LabCommands().command(surroundings);
        CommandLine lab = new CommandLine(spec);
        lab.setUnmatchedOptionsArePositionalParams(false);
        lab.setAbbreviatedOptionsAllowed(false);
        return lab;
    }

    /** The command that the words lead to, with what they say. */
    private static ParseResult parse(CommandLine lab, List<String> words) {
        ParseResult last = lab.parseArgs(words.toArray(String[]::new));
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (!(last.commandSpec().userObject() instanceof Command)) {
            throw new CommandLine.ParameterException(
                    last.commandSpec().commandLine(),
                    String.join(" ", words) + " what? there are "
                            + String.join(", ", last.commandSpec().subcommands().keySet()));
        }
        return last;
    }
}
