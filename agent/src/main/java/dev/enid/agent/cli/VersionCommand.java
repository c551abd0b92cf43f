package dev.enid.agent.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code enid version}. */
final class VersionCommand {

    private final Surroundings surroundings;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.command("version", "Print the version.", _ -> {
            surroundings.out().line("enid " + version());
            return Exit.OK;
        });
        return Shape.withExamples(spec, "enid version");
    }

    /** From the jar's manifest; a class directory has none. */
    static String version() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("(from sources)");
    }
}
