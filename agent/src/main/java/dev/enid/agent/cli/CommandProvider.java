package dev.enid.agent.cli;

import picocli.CommandLine.Model.CommandSpec;

/**
 * Commands that another jar adds, found by {@link java.util.ServiceLoader}: {@code enid lab} comes that way, and so is not in
 * the production package.
 */
public interface CommandProvider {

    /**
     * The command, with its name, options, subcommands and help, made by {@link Shape}.
     *
     * @param surroundings all that its {@link Command} may use of the outside
     */
    CommandSpec command(Surroundings surroundings);
}
