package dev.enid.agent.cli;

import dev.enid.agent.settings.SettingsGuide;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid settings}. */
final class SettingsCommand implements Command {

    private static final String MARKDOWN = "--markdown";

    private final Surroundings surroundings;

    SettingsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.command("settings", "Print a settings file that explains every setting.", this);
        spec.addOption(OptionSpec.builder(MARKDOWN)
                .type(boolean.class)
                .description("Print the page docs/settings.md instead.")
                .build());
        return Shape.withExamples(
                spec, "enid settings | sudo tee " + surroundings.paths().settings());
    }

    @Override
    public int run(ParseResult arguments) {
        surroundings.out().stream()
                .print(arguments.hasMatchedOption(MARKDOWN) ? SettingsGuide.markdown() : SettingsGuide.sample());
        return Exit.OK;
    }
}
