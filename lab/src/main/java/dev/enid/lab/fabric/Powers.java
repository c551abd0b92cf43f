package dev.enid.lab.fabric;

import dev.enid.linux.posix.Credentials;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/** What this process may do, which decides how a lab is made. */
public enum Powers {
    /** Root of the machine: namespaces also get names that {@code ip netns} knows. */
    ROOT,
    /** Root of a user namespace: everything works, seen by nobody else. */
    USER_NAMESPACE,
    /** Neither: {@link #confined} tells how to become the second. */
    NONE;

    private static final Path UID_MAP = Path.of("/proc/self/uid_map");
    private static final long EVERYBODY = 0xffff_ffffL;

    private static final String[] UNSHARE = {"unshare", "--user", "--map-root-user", "--net", "--mount", "--"};

    /** Those of this process. */
    public static Powers own() throws IOException {
        if (Credentials.effectiveUser() != 0) {
            return NONE;
        }
        try {
            Namespace.create().close();
        } catch (LinuxException e) {
            return NONE;
        }
        return mapped().count == EVERYBODY ? ROOT : USER_NAMESPACE;
    }

    /** The user id that this process has outside of any user namespace that it is in. */
    public static int userOutside() throws IOException {
        Mapped mapped = mapped();
        return mapped.count == EVERYBODY ? Credentials.effectiveUser() : mapped.outside;
    }

    private record Mapped(int outside, long count) {}

    /** The first line: inside, outside, count (user_namespaces(7)). */
    private static Mapped mapped() throws IOException {
        try (Scanner line = new Scanner(Files.readString(UID_MAP))) {
            line.nextLong();
            return new Mapped((int) line.nextLong(), line.nextLong());
        }
    }

    /**
     * The command as it is to be started by who has no powers: as root of a user namespace of its own, in which a lab can
     * be made. A network namespace comes with it, so that even by mistake the machine's own could not be reached; its
     * loopback is brought up, since a JVM takes a network without any address for one without IPv6.
     */
    public static List<String> confined(List<String> command) {
        List<String> whole = new ArrayList<>(List.of(UNSHARE));
        whole.addAll(List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "enid-lab"));
        whole.addAll(command);
        return whole;
    }

    /** What to say to a person who has none. */
    static LabException missing() {
        return new LabException("a lab needs network namespaces: run it as root, or in a user namespace ("
                + String.join(" ", UNSHARE) + " COMMAND"
                + "); where that is refused, see the sysctls user.max_user_namespaces, "
                + "kernel.unprivileged_userns_clone and kernel.apparmor_restrict_unprivileged_userns");
    }
}
