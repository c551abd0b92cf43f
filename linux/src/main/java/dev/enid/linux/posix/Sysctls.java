package dev.enid.linux.posix;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Quoted;
import dev.enid.core.kernel.Sysctl;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The values below /proc/sys/net of the calling thread's network namespace: the kernel resolves that path by the thread
 * that opens the file, so for another namespace call from a thread that is in it.
 */
public final class Sysctls {

    /** More than any number and its newline. */
    private static final int LONGEST = 32;

    private final Path root;

    /** Those of the kernel, at /proc/sys/net. */
    public Sysctls() {
        this(Path.of("/proc/sys/net"));
    }

    Sysctls(Path root) {
        this.root = root;
    }

    /**
     * The value for one link.
     *
     * @param link the link's name, or {@code all} or {@code default}
     * @return empty when the link, or the setting in this kernel, is not there
     * @throws LinuxException EACCES, or EBADMSG for a value that is no number
     */
    public Optional<Integer> read(String link, Sysctl.Name name) throws LinuxException {
        Path file = conf(link, name);
        String request = "read " + file;
        try (Fd fd = Fd.open(file)) {
            return Optional.of(Integer.parseInt(fd.read(LONGEST, request).strip()));
        } catch (NumberFormatException e) {
            throw new LinuxException(Errno.EBADMSG, request, Optional.of("not a number"));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Sets the value for one link.
     *
     * @param link the link's name, or {@code all} or {@code default}
     * @throws LinuxException ENOENT when the link or the setting is not there, EACCES, EROFS or EINVAL when the kernel refuses
     */
    public void write(String link, Sysctl.Name name, int value) throws LinuxException {
        Path file = conf(link, name);
        String request = "write " + value + " to " + file;
        try (Fd fd = Fd.openToWrite(file, request)) {
            fd.write(value + "\n", request);
        }
    }

    private Path conf(String link, Sysctl.Name name) {
        refuseNonName(link);
        String family = name.family() == Family.V4 ? "ipv4" : "ipv6";
        return root.resolve(family).resolve("conf").resolve(link).resolve(name.file());
    }

    /** dev_valid_name of net/core/dev.c: what the kernel itself lets a link be called. */
    private static void refuseNonName(String link) {
        boolean valid = !link.isEmpty()
                && link.getBytes(StandardCharsets.UTF_8).length < 16
                && !link.equals(".")
                && !link.equals("..")
                && link.chars().noneMatch(c -> c == '/' || c == ':' || c == 0 || Character.isWhitespace(c));
        if (!valid) {
            throw new IllegalArgumentException("no name of a link: " + Quoted.of(link));
        }
    }
}
