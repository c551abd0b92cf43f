package dev.enid.lab.command;

import dev.enid.agent.cli.Command;
import dev.enid.agent.cli.CommandFailed;
import dev.enid.agent.cli.Exit;
import dev.enid.agent.cli.Shape;
import dev.enid.agent.cli.Surroundings;
import dev.enid.lab.fabric.JavaNetwork;
import dev.enid.lab.fabric.LabException;
import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.kept.KeptLab;
import dev.enid.lab.kept.StateFile;
import dev.enid.lab.server.Lab;
import dev.enid.lab.server.LabFiles;
import dev.enid.lab.server.LabServer;
import dev.enid.lab.server.Origin;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The process that {@code enid lab up} starts. Not for people, and not in the help. */
final class ServeCommand implements Command {

    static final String NAME = "serve";

    /** For a lab whose state is kept. */
    static final String AGAIN = "--again";

    private final Surroundings surroundings;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.command(NAME, "Holds a lab until it is asked to end.", this);
        spec.addPositional(LabName.parameter());
        spec.addOption(UpCommand.topology());
        spec.addOption(OptionSpec.builder(AGAIN)
                .description("As it was when it was up last.")
                .build());
        spec.usageMessage().hidden(true);
        return spec;
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException, InterruptedException {
        // Before anything else: much of the JDK makes the JVM decide for good whether there is IPv6.
        JavaNetwork.prepare();
        PrintStream starter = surroundings.out().stream();
        String name = LabName.of(arguments);
        LabHome home = LabHome.standard(surroundings.environment());
        LabFiles files = LabFiles.of(home, name);
        try (Lab lab = Lab.up(
                        home, name, origin(arguments, files.state()), LabTime.system(), new SecureRandom(), machine());
                LabServer server = LabServer.start(lab, files)) {
            // SIGTERM, as at a shutdown of the machine.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(lab), "lab-end"));
            writePrograms(files, OwnCommand.read());
            AwsEnvironment.of(lab.ec2()).write(files.environment());
            starter.println(Background.READY);
            starter.flush();
            server.awaitEnd();
        } catch (LabException e) {
            starter.println("the lab cannot be brought up: " + e.getMessage());
            starter.flush();
            return Exit.FAILURE;
        }
        Files.deleteIfExists(files.log());
        return Exit.OK;
    }

    private static Origin origin(ParseResult arguments, StateFile state) throws CommandFailed, IOException {
        if (!arguments.hasMatchedOption(AGAIN)) {
            return Origin.of(UpCommand.read(UpCommand.chosen(arguments)), state);
        }
        KeptLab before = state.read().orElseThrow(() -> new LabException("there is nothing at " + state.path()));
        try {
            return Origin.again(before, state);
        } catch (IllegalArgumentException e) {
            throw new LabException(state.path() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** What {@link Background} left as standard input. */
    private static Optional<ServerSocketChannel> machine() throws IOException {
        return System.inheritedChannel() instanceof ServerSocketChannel channel
                ? Optional.of(channel)
                : Optional.empty();
    }

    private static void end(Lab lab) {
        try {
            lab.close();
        } catch (IOException e) {
            System.err.println("the lab did not end well: " + e);
        }
    }

    /** Commands in instances find enid by its name, whatever this one was started by. */
    static void writePrograms(LabFiles files, List<String> own) throws IOException {
        Path programs = Files.createDirectory(files.programs());
        Path script = programs.resolve("enid");
        Files.writeString(script, OwnCommand.script(own));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
