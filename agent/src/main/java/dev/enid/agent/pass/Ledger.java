package dev.enid.agent.pass;

import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import dev.enid.core.kernel.Address;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The addresses that we put on a kernel that cannot mark them (before Linux 5.18), in a file below /run, which a reboot
 * clears as it clears the addresses. A file that is torn, or that others may write to, is not believed: its addresses then stay
 * on the host until a person removes them, which is the safe side. For one thread at a time.
 */
public final class Ledger {

    private static final String FILE = "addresses";
    private static final String FIRST_LINE = "enid addresses 1";
    /** 80 ENIs of 50 IPv4 and 50 IPv6 addresses are 8,000 lines of at most 60 characters. */
    private static final int MOST_BYTES = 1024 * 1024;

    private static final Comparator<Address.Id> ORDER = Comparator.comparingInt(Address.Id::link)
            .thenComparing(Address.Id::ip)
            .thenComparingInt(Address.Id::prefixLength);

    private final Path directory;
    private Set<Address.Id> entries = Set.of();
    private Optional<String> trouble = Optional.empty();

    private Ledger(Path directory) {
        this.directory = directory;
    }

    /** The ledger in that directory, read; {@link #trouble} tells what kept it from being believed. */
    public static Ledger in(Path directory) {
        Ledger ledger = new Ledger(directory);
        try {
            ledger.entries = Set.copyOf(read(directory.resolve(FILE)));
        } catch (IOException e) {
            ledger.trouble = Optional.of("the ledger " + directory.resolve(FILE) + " is left aside: " + reason(e)
                    + "; addresses that enid put before are not removed by it");
        }
        return ledger;
    }

    /** The addresses written down. */
    public Set<Address.Id> entries() {
        return entries;
    }

    /** Why the file could not be read or written, for a person. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** Writes these down instead, if they are others; a failure is told by {@link #trouble}. */
    void keep(Set<Address.Id> wanted) {
        if (wanted.equals(entries)) {
            return;
        }
        entries = Set.copyOf(wanted);
        try {
            write(wanted);
            trouble = Optional.empty();
        } catch (IOException e) {
            trouble = Optional.of("the ledger " + directory.resolve(FILE) + " cannot be written: " + reason(e)
                    + "; after a restart enid will not know these addresses for its own");
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static Set<Address.Id> read(Path file) throws IOException {
        try {
            refuseHostile(file);
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
            if (bytes.length > MOST_BYTES) {
                throw new IOException("longer than " + MOST_BYTES + " bytes");
            }
            return parse(new String(bytes, StandardCharsets.US_ASCII).lines().toList());
        } catch (NoSuchFileException e) {
            return Set.of();
        }
    }

    /** What others can write to says nothing: it could make us remove their addresses. */
    private static void refuseHostile(Path file) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException("no regular file");
        }
        if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException("others than its owner may write to it");
        }
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(self)) {
            throw new IOException("it belongs to user " + owner);
        }
    }

    private static Set<Address.Id> parse(List<String> lines) throws IOException {
        if (lines.size() < 2
                || !lines.getFirst().equals(FIRST_LINE)
                || !lines.getLast().equals("end " + (lines.size() - 2))) {
            throw new IOException("it is torn, or not a ledger");
        }
        Set<Address.Id> ids = new HashSet<>();
        for (String line : lines.subList(1, lines.size() - 1)) {
            ids.add(parse(line));
        }
        return ids;
    }

    /** {@code 3 10.0.1.5 32}: ifindex, address, prefix length as in the address's identity. */
    private static Address.Id parse(String line) throws IOException {
        String[] parts = line.split(" ", -1);
        try {
            if (parts.length == 3) {
                Ip ip = Ip.parse(parts[1]);
                int link = Integer.parseInt(parts[0]);
                int length = Integer.parseInt(parts[2]);
                if (link > 0 && length >= 0 && length <= ip.family().bits()) {
                    return new Address.Id(link, ip, length);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("no address in line " + Quoted.of(line), e);
        }
        throw new IOException("no address in line " + Quoted.of(line));
    }

    private void write(Set<Address.Id> ids) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        TreeSet<Address.Id> sorted = new TreeSet<>(ORDER);
        sorted.addAll(ids);
        sorted.forEach(id -> text.append(id.link())
                .append(' ')
                .append(id.ip())
                .append(' ')
                .append(id.prefixLength())
                .append('\n'));
        text.append("end ").append(ids.size()).append('\n');
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path fresh = directory.resolve(FILE + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        Files.writeString(fresh, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        Files.move(fresh, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
