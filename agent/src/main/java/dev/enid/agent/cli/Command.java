package dev.enid.agent.cli;

import java.io.IOException;
import picocli.CommandLine.ParseResult;

/** What a command does. It is the user object of its {@code CommandSpec}. */
@FunctionalInterface
public interface Command {

    /**
     * Runs the command.
     *
     * @param arguments of this command, checked against its specification
     * @return one of {@link Exit}
     * @throws CommandFailed with the message to print and the exit code
     * @throws IOException an input or output error that the command has nothing better to say about
     * @throws InterruptedException when it is asked to stop
     */
    int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException;
}
