package dev.enid.agent.cli;

import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Quoted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one line, with what may have been meant and where to read on. */
public final class UsageError {

    /** In place of a message: the command only holds others, and none of them was named. */
    static final String MISSING_COMMAND = "missing command";

    private final ParameterException problem;
    private final CommandSpec command;

    public UsageError(ParameterException problem) {
        this.problem = problem;
        this.command = problem.getCommandLine().getCommandSpec();
    }

    int print(Terminal err) {
        err.line(err.styles().bad("enid: ") + text());
        err.line("      see " + command.qualifiedName() + " --help");
        return Exit.USAGE;
    }

    /** One line, without the program's name. */
    public String text() {
        return switch (problem) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing -> needs(missing);
            default ->
                MISSING_COMMAND.equals(problem.getMessage())
                        ? "which command? " + names()
                        : wrongValue().orElseGet(() -> oneLine(String.valueOf(problem.getMessage())));
        };
    }

    private Optional<String> wrongValue() {
        ArgSpec argument = problem.getArgSpec();
        return argument != null && argument.type() == Integer.class && problem.getValue() != null
                ? Optional.of(
                        label(argument) + " takes a whole number, not " + Quoted.of(String.valueOf(problem.getValue())))
                : Optional.empty();
    }

    private String unmatched(UnmatchedArgumentException unmatched) {
        String word = unmatched.getUnmatched().getFirst();
        boolean option = word.startsWith("-");
        boolean group = !command.subcommands().isEmpty();
        String what = option ? "unknown option " : group ? "unknown command " : "too many arguments: ";
        Optional<String> meant =
                option ? Suggestion.of(word, command.optionsMap().keySet()) : Suggestion.of(word, visible());
        return what
                + Quoted.of(word)
                + meant.map(each ->
                                "; did you mean \"" + (option ? each : command.qualifiedName() + " " + each) + "\"?")
                        .orElse(group && !option ? "; there are " + names() : "");
    }

    /** All that has to be given: the parser stops at the first that is not. Or what an option that was given lacks. */
    private String needs(MissingParameterException missing) {
        Optional<ArgSpec> bare = missing.getMissing().stream()
                .filter(argument -> !argument.required())
                .findFirst();
        if (bare.isPresent()) {
            return label(bare.get()) + " needs a value";
        }
        List<String> required =
                command.requiredArgs().stream().map(UsageError::label).toList();
        return command.qualifiedName() + " needs " + String.join(" and ", required);
    }

    private static String label(ArgSpec argument) {
        return argument instanceof CommandLine.Model.OptionSpec option
                ? option.longestName() + " " + option.paramLabel()
                : argument.paramLabel();
    }

    private String names() {
        return String.join(", ", visible());
    }

    /** Not those that the program calls itself. */
    private List<String> visible() {
        return command.subcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String oneLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
