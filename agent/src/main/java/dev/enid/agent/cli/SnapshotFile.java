package dev.enid.agent.cli;

import dev.enid.agent.json.JsonFault;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.operations.SavedOperations;
import dev.enid.agent.snapshot.SavedSnapshot;
import dev.enid.core.ip.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The file of {@code enid snapshot}, for commands that can do without this host. */
final class SnapshotFile {

    /** 100 ENIs with all their addresses, routes and rules, among ten thousand routes of others, are some megabytes. */
    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private SnapshotFile() {}

    /** The option; {@code name} is another one where {@code --from} means something else. */
    static OptionSpec option(String name) {
        return Shape.option(name, "FILE", "What `enid snapshot` wrote, instead of this host.")
                .build();
    }

    /** What follows from the file, if one was named. */
    static Optional<SavedOperations> operations(ParseResult arguments, String option) throws CommandFailed {
        Optional<String> file = Optional.ofNullable(arguments.<String>matchedOptionValue(option, null));
        return file.isEmpty() ? Optional.empty() : Optional.of(new SavedOperations(read(file.get())));
    }

    /** Asked for what follows from a file. */
    @FunctionalInterface
    interface Asked<T> {
        T of(SavedOperations operations) throws OperationFailed;
    }

    /** What could not be asked is said as of this host. */
    static <T> T ask(SavedOperations operations, Asked<T> asked) throws CommandFailed {
        try {
            return asked.of(operations);
        } catch (OperationFailed failed) {
            throw Host.said(failed);
        }
    }

    private static SavedSnapshot read(String file) throws CommandFailed {
        try {
            return SavedSnapshot.parse(text(file));
        } catch (JsonFault e) {
            throw failed(file, e, String.valueOf(e.getMessage()));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw failed(file, e, "there is no such file");
        } catch (IOException e) {
            throw failed(file, e, String.valueOf(e.getMessage()));
        }
    }

    private static String text(String file) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it is larger than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static CommandFailed failed(String file, Exception cause, String why) {
        return new CommandFailed(
                Exit.FAILURE,
                cause,
                Quoted.of(file) + " cannot be used: " + why,
                "`enid snapshot > FILE` writes one, on the host that it is to be of");
    }
}
