package dev.enid.lab.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine of the lab: a process that holds network, mount, host name and process namespaces open.
 *
 * @param name the instance's or outside machine's name, or {@code fabric}
 * @param process the process id of the holder, as this program sees it
 * @param namespace its name for {@code ip netns}, {@code enid-LAB-NAME}; root has them
 */
public record Machine(String name, Kind kind, long process, Optional<String> namespace) {

    public enum Kind {
        FABRIC,
        INSTANCE,
        OUTSIDE
    }

    /** Its network namespace, to be opened. */
    public Path networkNamespace() {
        return Path.of("/proc", Long.toString(process), "ns", "net");
    }

    /**
     * What to put before a command so that it runs inside, in {@code /}: no shell, arguments stay what they are. It is for
     * this process: from outside of the lab's user namespace that has to be entered first, from inside it must not be.
     *
     * @throws LabException when the machine is not there any more
     */
    public List<String> enterCommand() throws IOException {
        List<String> command = new ArrayList<>(List.of("nsenter", "--target=" + process));
        if (!inItsUserNamespace()) {
            command.addAll(List.of("--user", "--preserve-credentials"));
        }
        command.addAll(List.of("--net", "--mount", "--uts", "--pid", "--"));
        return command;
    }

    private boolean inItsUserNamespace() throws IOException {
        Path own = Path.of("/proc/self/ns/user");
        Path its = Path.of("/proc", Long.toString(process), "ns", "user");
        try {
            return Files.readSymbolicLink(own).equals(Files.readSymbolicLink(its));
        } catch (IOException e) {
            throw new LabException("machine " + name + " is not there, or is someone else's: " + e.getMessage(), e);
        }
    }
}
