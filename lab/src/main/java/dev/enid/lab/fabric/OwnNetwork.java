package dev.enid.lab.fabric;

import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The network that this program, and the machine under it, live in: the lab changes nothing there. */
final class OwnNetwork {

    /** Of this process, and of the machine's first process, which only root may look at. */
    private static final Path MACHINE = Path.of("/proc/1/ns/net");

    private static final List<Path> OWN = List.of(Path.of("/proc/self/ns/net"), MACHINE);

    private OwnNetwork() {}

    /**
     * Refuses the namespace if it is the machine's own or this program's. A namespace is its inode on the nsfs.
     *
     * @throws IllegalStateException when it is
     */
    static void refuse(Namespace namespace) throws IOException {
        Object inode = inode(namespace.fd().path());
        for (Path own : OWN) {
            if (known(own).map(inode::equals).orElse(false)) {
                throw new IllegalStateException("the lab was about to change the machine's own network; it stops here");
            }
        }
    }

    /** Whether the namespace is that of the machine's first process, as far as this program may know. */
    static boolean isMachines(Namespace namespace) throws IOException {
        return known(MACHINE).map(inode(namespace.fd().path())::equals).orElse(false);
    }

    /** Empty for one that may not be looked at: what is not ours to see is not ours to change either. */
    private static Optional<Object> known(Path path) throws IOException {
        try {
            return Optional.of(inode(path));
        } catch (AccessDeniedException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino");
    }
}
