package dev.enid.lab.server;

import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.kept.StateFile;
import java.nio.file.Path;

/**
 * The files of the process that serves a lab.
 *
 * @param home where all labs of the user are
 * @param directory within the lab's own, for its user alone; gone when the lab is
 * @param log what the process had to say, kept when it crashed
 * @param state what the lab is to be again when its process was not; it outlives a crash, and is gone after {@code down}
 */
public record LabFiles(Path home, Path directory, Path log, StateFile state) {

    /** Those of the lab of that name. */
    public static LabFiles of(LabHome home, String lab) {
        Path own = home.directory(lab).toAbsolutePath();
        Path labs = own.resolve("..").normalize();
        return new LabFiles(
                labs, own.resolve("server"), labs.resolve(lab + ".log"), new StateFile(labs.resolve(lab + ".state")));
    }

    public Path socket() {
        return directory.resolve("socket");
    }

    /** What the EC2 API's clients have to know, one {@code NAME=value} on each line. */
    public Path environment() {
        return directory.resolveSibling("environment");
    }

    /** Programs that are on the path of commands in instances. */
    public Path programs() {
        // Beside the server's own files, which are for nobody else: commands may run as any user.
        return directory.resolveSibling("bin");
    }
}
