package dev.enid.linux.session;

import dev.enid.core.ip.Quoted;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Mounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Network namespaces with names, as {@code ip netns} sees them: each is a file in /run/netns on which the namespace is
 * mounted, and which keeps it alive. {@link #close} removes those that were made here.
 *
 * <p>Needs to mount, so root, or a user namespace with a mount namespace of its own.
 */
public final class NamedNamespaces implements AutoCloseable {

    /** NETNS_RUN_DIR of iproute2; /var/run is a link to /run. */
    private static final Path RUN = Path.of("/run/netns");

    /** NAME_MAX of linux/limits.h. */
    private static final int LONGEST_NAME = 255;

    private final Path directory;
    private final SortedSet<String> made = new TreeSet<>();

    /** Those in /run/netns. */
    public NamedNamespaces() {
        this(RUN);
    }

    /** Those in another directory, which {@code ip netns} does not look into. */
    public NamedNamespaces(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a namespace and gives it that name.
     *
     * @throws LinuxException EEXIST when the name is taken, EPERM when this process may not make or mount one
     * @throws IllegalArgumentException when it can be no file's name
     */
    public synchronized Namespace create(String name) throws LinuxException {
        Path file = file(name);
        prepare();
        String request = "ip netns add " + name;
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new LinuxException(Errno.EEXIST, request);
        } catch (IOException e) {
            throw wrapped(e, request);
        }
        made.add(name);
        Optional<Namespace> namespace = Optional.empty();
        try {
            namespace = Optional.of(Namespace.create());
            Mounts.bind(namespace.get().fd().path(), file);
            return namespace.get();
        } catch (LinuxException | RuntimeException e) {
            namespace.ifPresent(Namespace::close);
            remove(name);
            throw e;
        }
    }

    /**
     * The namespace of that name.
     *
     * @throws LinuxException ENOENT when there is none
     */
    public Namespace open(String name) throws LinuxException {
        return Namespace.at(file(name));
    }

    /** The names there are, sorted; also of those that others made. */
    public SortedSet<String> names() throws LinuxException {
        SortedSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (NoSuchFileException e) {
            return names;
        } catch (UncheckedIOException e) {
            throw wrapped(new IOException(e), "list " + directory);
        } catch (IOException e) {
            throw wrapped(e, "list " + directory);
        }
        return names;
    }

    /** Takes the name away; a namespace that nothing else keeps alive ends. One that is not there is no error. */
    public synchronized void remove(String name) throws LinuxException {
        Path file = file(name);
        try {
            Mounts.unmount(file);
        } catch (LinuxException e) {
            // EINVAL: a file without a mount, left by someone who was interrupted.
            if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw wrapped(e, "ip netns delete " + name);
        }
        made.remove(name);
    }

    /** As iproute2 does: shared, so that mounts made here are seen in the mount namespaces of others. */
    private void prepare() throws LinuxException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw wrapped(e, "mkdir " + directory);
        }
        try {
            Mounts.share(directory);
        } catch (LinuxException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
            Mounts.bindTree(directory, directory);
            Mounts.share(directory);
        }
    }

    private Path file(String name) {
        boolean fits = !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf(0) < 0;
        if (!fits) {
            throw new IllegalArgumentException("no name for a network namespace: " + Quoted.of(name));
        }
        return directory.resolve(name);
    }

    private static LinuxException wrapped(IOException e, String request) {
        Errno errno = e instanceof AccessDeniedException ? Errno.EACCES : Errno.EIO;
        return new LinuxException(errno, request, Optional.ofNullable(e.getMessage()));
    }

    /** Removes every name made here, as far as it goes. */
    @Override
    public synchronized void close() throws LinuxException {
        Optional<LinuxException> first = Optional.empty();
        for (String name : new TreeSet<>(made)) {
            try {
                remove(name);
            } catch (LinuxException e) {
                first.ifPresentOrElse(failure -> failure.addSuppressed(e), () -> {});
                first = first.or(() -> Optional.of(e));
            }
        }
        if (first.isPresent()) {
            throw first.get();
        }
    }
}
