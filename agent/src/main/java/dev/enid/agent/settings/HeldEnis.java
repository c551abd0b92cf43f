package dev.enid.agent.settings;

import dev.enid.core.ip.Mac;
import dev.enid.core.ip.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The ENIs that {@code enid down} took down, by MAC address, in a file below /run: a reboot brings them back, as it brings links
 * back. The file is replaced as a whole, so it is never torn.
 */
public final class HeldEnis {

    /** 100 ENIs, with room. */
    private static final int MOST_BYTES = 8192;

    private final Path directory;
    private final Path file;

    public HeldEnis(Paths paths) {
        directory = paths.run();
        file = paths.held();
    }

    /**
     * What the file says.
     *
     * @param macs held down
     * @param trouble why the file is not believed, for a person
     */
    public record Held(SortedSet<Mac> macs, Optional<String> trouble) {

        static final Held NONE = new Held(new TreeSet<>(), Optional.empty());

        public Held {
            macs = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(macs));
        }
    }

    /** Reads the file; one that is not as enid writes it is left aside, and said to be. */
    public Held read() {
        try {
            return new Held(parse(text()), Optional.empty());
        } catch (NoSuchFileException e) {
            return Held.NONE;
        } catch (IOException e) {
            return new Held(
                    new TreeSet<>(),
                    Optional.of(file + " is left aside (" + e.getMessage()
                            + "): ENIs taken down by `enid down` come up; remove the file and take them down again"));
        }
    }

    private String text() throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException("it is no ordinary file");
        }
        if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("others may write to it");
        }
        if (!attributes.owner().equals(Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS))) {
            throw new IOException("it belongs to another user than its directory");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it is longer than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static SortedSet<Mac> parse(String text) throws IOException {
        SortedSet<Mac> macs = new TreeSet<>();
        for (String line : text.lines().toList()) {
            macs.add(Mac.tryParse(line).orElseThrow(() -> new IOException("not a MAC address: " + Quoted.of(line))));
        }
        return macs;
    }

    /**
     * Writes these down instead.
     *
     * @throws IOException when it cannot be written; then what was there stays
     */
    public void write(SortedSet<Mac> macs) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path fresh = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        List<String> lines = macs.stream().map(Mac::toString).collect(Collectors.toList());
        Files.write(fresh, lines, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
