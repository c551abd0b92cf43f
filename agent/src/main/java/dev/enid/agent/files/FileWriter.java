package dev.enid.agent.files;

import dev.enid.core.file.FoundFile;
import dev.enid.core.file.HostFile;
import dev.enid.core.plan.FileStep;
import dev.enid.core.plan.Outcome;
import dev.enid.core.reading.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes and removes files of ours. Who looks sees the old file or the new one: it is written beside its place, brought to the disk,
 * and renamed into it; a crash in between leaves a file that the next pass removes. Directories are opened one after the other from
 * the root, and none by a symbolic link (openat(2), O_NOFOLLOW).
 */
public final class FileWriter {

    private static final String BEGIN = ".enid-";
    private static final String END = ".new";

    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path root;

    /** @param root of the file system, {@code /} but in tests */
    public FileWriter(Path root) {
        this.root = root;
    }

    /** Whether it is what a crash has left. */
    static boolean isUnfinished(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(BEGIN) && name.endsWith(END);
    }

    /** What became of it; never throws. */
    public Outcome apply(FileStep step) {
        try {
            return switch (step) {
                case FileStep.Write write -> write(write.file());
                case FileStep.Remove(FoundFile file) -> remove(file);
            };
        } catch (IOException e) {
            String doing = step instanceof FileStep.Write ? "writing " : "removing ";
            return new Outcome.Failed(new Fault(Fault.Kind.REFUSED, doing + step.path(), reason(e)));
        }
    }

    private static String reason(IOException e) {
        String what = e.getClass().getSimpleName().replaceAll("Exception$", "");
        return e.getMessage() == null ? what : what + ": " + e.getMessage();
    }

    private Outcome write(HostFile file) throws IOException {
        Path path = inRoot(file.path());
        Path name = path.getFileName();
        Path parent = above(path);
        create(parent);
        try (SecureDirectoryStream<Path> directory = open(parent)) {
            refuseForeign(directory, name);
            Path fresh = Path.of(BEGIN + name + END);
            try {
                directory.deleteFile(fresh);
            } catch (NoSuchFileException e) {
                // As it should be.
            }
            FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(HostFiles.permissions(file.mode()));
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (SeekableByteChannel channel = directory.newByteChannel(fresh, options, mode)) {
                // What the process masks from new files is not masked from these.
                directory
                        .getFileAttributeView(
                                fresh, java.nio.file.attribute.PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setPermissions(HostFiles.permissions(file.mode()));
                ByteBuffer bytes = ByteBuffer.wrap(file.text().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (channel instanceof FileChannel onDisk) {
                    onDisk.force(true);
                }
            }
            directory.move(fresh, directory, name);
        }
        sync(parent);
        return new Outcome.Done();
    }

    /** What came into its place since it was looked at. */
    private static void refuseForeign(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        String there;
        try {
            there = text(directory, name);
        } catch (NoSuchFileException e) {
            return;
        }
        if (dev.enid.core.file.Marker.in(there).isEmpty()) {
            throw new IOException("someone else has put a file there");
        }
    }

    private Outcome remove(FoundFile file) throws IOException {
        Path path = inRoot(file.path());
        Path name = path.getFileName();
        Path parent = above(path);
        try (SecureDirectoryStream<Path> directory = open(parent)) {
            if (!text(directory, name).equals(file.text())) {
                throw new IOException("it was changed since enid looked");
            }
            directory.deleteFile(name);
        } catch (NoSuchFileException e) {
            return new Outcome.AlreadySo();
        }
        sync(parent);
        // One for a single interface, as 70-ens6.network.d, that was made for this file.
        if (parent.getFileName().toString().contains(".network.")) {
            try {
                Files.deleteIfExists(parent);
            } catch (DirectoryNotEmptyException e) {
                // Somebody else's files are in there, too.
            }
        }
        return new Outcome.Done();
    }

    private static String text(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        Set<java.nio.file.OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel channel = directory.newByteChannel(name, options)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), 1 << 20));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // All of it.
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    private static Path above(Path path) {
        return path.resolveSibling("").normalize();
    }

    private Path inRoot(String path) {
        return root.resolve(path.substring(1));
    }

    /** What is missing of it. */
    private void create(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(directory.toString());
            }
            create(above(directory));
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
            Files.setPosixFilePermissions(directory, DIRECTORY);
            sync(above(directory));
        }
    }

    /** The caller closes it. */
    private SecureDirectoryStream<Path> open(Path directory) throws IOException {
        SecureDirectoryStream<Path> at = first();
        for (Path name : root.relativize(directory)) {
            try (SecureDirectoryStream<Path> above = at) {
                at = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return at;
    }

    @SuppressWarnings("StreamResourceLeak") // It is what the caller gets.
    private SecureDirectoryStream<Path> first() throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system has no openat(2)");
    }

    /** Brings a directory's entries to the disk. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
