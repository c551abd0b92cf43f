package dev.enid.lab.fabric;

import java.nio.file.Path;
import java.util.List;

/**
 * A machine of the lab: a process that holds network, mount, host name and process namespaces open.
 *
 * @param name the instance's or outside machine's name, or {@code fabric}
 * @param process the process id of the holder, as this program sees it
 * @param namespace its name for {@code ip netns}, {@code enid-LAB-NAME}; there only for root
 */
public record Machine(String name, Kind kind, long process, String namespace) {

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
     * What to put before a command so that it runs inside, for the process that started the lab and its children: no shell,
     * arguments stay what they are.
     */
    public List<String> enterCommand() {
        return List.of("nsenter", "--target=" + process, "--net", "--mount", "--uts", "--pid", "--wd=/", "--");
    }
}
