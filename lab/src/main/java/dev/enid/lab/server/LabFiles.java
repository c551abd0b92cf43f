package dev.enid.lab.server;

import dev.enid.lab.fabric.LabHome;
import java.nio.file.Path;

/**
 * The files of the process that serves a lab.
 *
 * @param home where all labs of the user are
 * @param directory within the lab's own, for its user alone; gone when the lab is
 * @param log what the process had to say, kept when it crashed
 */
public record LabFiles(Path home, Path directory, Path log) {

    /** Those of the lab of that name. */
    public static LabFiles of(LabHome home, String lab) {
        Path own = home.directory(lab).toAbsolutePath();
        Path labs = own.resolve("..").normalize();
        return new LabFiles(labs, own.resolve("server"), labs.resolve(lab + ".log"));
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
