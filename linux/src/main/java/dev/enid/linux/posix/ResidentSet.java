package dev.enid.linux.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pages of files this process has mapped (proc_pid_smaps(5)). A JVM touches nearly all of its own code and of its class
 * archive while it starts, in part because the kernel maps the pages around each that is touched; a daemon that waits for
 * events needs little of it.
 */
public final class ResidentSet {

    private static final Path MAPS = Path.of("/proc/self/smaps");
    /** MADV_DONTNEED of asm-generic/mman-common.h. */
    private static final int DONT_NEED = 4;

    private ResidentSet() {}

    /** A mapping of a file, as smaps tells of it. */
    private record Mapping(long from, long to, boolean asInFile) {}

    /**
     * Unmaps pages of files that cannot be written to and are as in the file. They stay in the kernel's page cache, and are
     * mapped again from there when they are touched (madvise(2): "subsequent accesses of pages in the range will succeed"
     * with the up-to-date contents of the file).
     *
     * @return the bytes whose mapping was given up, resident or not
     * @throws IOException when the kernel does not tell what is mapped
     */
    public static long giveBackFiles() throws IOException {
        long bytes = 0;
        for (Mapping mapping : readOnlyFiles(Files.readAllLines(MAPS))) {
            long length = mapping.to - mapping.from;
            if (mapping.asInFile && Libc.call(SystemCall.MADVISE, mapping.from, length, DONT_NEED) == 0) {
                bytes += length;
            }
        }
        return bytes;
    }

    private static List<Mapping> readOnlyFiles(List<String> lines) {
        List<Mapping> mappings = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            String head = lines.get(at);
            boolean asInFile = true;
            for (at++; at < lines.size() && !isHead(lines.get(at)); at++) {
                asInFile &= !isOwn(lines.get(at));
            }
            String[] words = head.split("\\s+", 6);
            // 7f0000000000-7f0000001000 r-xp 00000000 08:01 1234   /usr/lib/libjvm.so
            if (words.length == 6 && words[5].startsWith("/") && words[1].charAt(1) == '-') {
                String[] range = words[0].split("-", 2);
                mappings.add(new Mapping(
                        Long.parseUnsignedLong(range[0], 16), Long.parseUnsignedLong(range[1], 16), asInFile));
            }
        }
        return mappings;
    }

    /** Lines about a mapping begin with a name and a colon, such as "Rss:", and the first with an address. */
    private static boolean isHead(String line) {
        return line.indexOf('-') > 0 && line.indexOf(':') > line.indexOf('-') && line.indexOf(' ') > line.indexOf('-');
    }

    /** What was written to, even before the mapping became read-only (as libraries are relocated), is only in memory. */
    private static boolean isOwn(String line) {
        return (line.startsWith("Anonymous:") || line.startsWith("Swap:")) && !line.endsWith(" 0 kB");
    }
}
