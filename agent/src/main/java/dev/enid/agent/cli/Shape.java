package dev.enid.agent.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The shape that all commands share. They are built without annotations, which would cost a start-up of half a second. */
public final class Shape {

    /** Shows a stack trace with an error; every command has it. */
    static final String DEBUG = "--debug";

    private static final String JSON = "--json";

    private Shape() {}

    /**
     * A command that does something.
     *
     * @param name as typed
     * @param summary one line, for the list of commands too
     */
    public static CommandSpec command(String name, String summary, Command command) {
        return shaped(CommandSpec.wrapWithoutInspection(command), name, summary);
    }

    /** A command that only holds others. */
    public static CommandSpec group(String name, String summary) {
        return shaped(CommandSpec.create(), name, summary);
    }

    private static CommandSpec shaped(CommandSpec spec, String name, String summary) {
        spec.name(name);
        spec.usageMessage()
                .description(summary)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .parameterListHeading("%n")
                .footerHeading("%nExamples:%n");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        spec.addOption(OptionSpec.builder(DEBUG)
                .type(boolean.class)
                .description("Show the stack trace of an error.")
                .build());
        return spec;
    }

    /** Adds {@code --json}, to be asked for with {@link #wantsJson}. */
    public static CommandSpec withJson(CommandSpec spec) {
        return spec.addOption(OptionSpec.builder(JSON)
                .type(boolean.class)
                .description("Print JSON.")
                .build());
    }

    public static boolean wantsJson(picocli.CommandLine.ParseResult arguments) {
        return arguments.hasMatchedOption(JSON);
    }

    /** An option with a value; {@code label} names the value in the help: {@code ADDR}. */
    public static OptionSpec.Builder option(String name, String label, String description) {
        return OptionSpec.builder(name).type(String.class).paramLabel(label).description(description);
    }

    /** An argument without a name that has to be given. */
    public static PositionalParamSpec parameter(String label, String description) {
        return PositionalParamSpec.builder()
                .type(String.class)
                .required(true)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** Sets the examples that end the help: command lines, each with what it does after two blanks and a {@code #}. */
    public static CommandSpec withExamples(CommandSpec spec, String... examples) {
        spec.usageMessage()
                .footer(List.of(examples).stream()
                        .map(each -> "  " + each.replace("%", "%%"))
                        .toArray(String[]::new));
        return spec;
    }
}
