package dev.enid.lab.debian;

import dev.enid.lab.fabric.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where this machine's own apt has Debian from: the mirror that its administrator chose.
 *
 * @param codename of the release, such as {@code bookworm}
 * @param lines of sources.list(5)
 * @param options of apt.conf(5): the way to the mirror
 */
record AptSources(String codename, List<String> lines, List<String> options) {

    private static final Path RELEASE = Path.of("/etc/os-release");

    /** What Debian signs its archive with, wherever it is mirrored. */
    private static final String KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg";

    AptSources {
        lines = List.copyOf(lines);
        options = List.copyOf(options);
    }

    /** Whether this machine is a Debian: another one's packages have other names. */
    static boolean here() throws IOException {
        return Files.exists(RELEASE)
                && Files.readAllLines(RELEASE).contains("ID=debian")
                && Files.isReadable(Path.of(KEYS));
    }

    static AptSources read() throws IOException, InterruptedException {
        String codename = Files.readAllLines(RELEASE).stream()
                .filter(line -> line.startsWith("VERSION_CODENAME="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst()
                .orElseThrow(() -> new LabException(RELEASE + " names no release"));
        String targets = Programs.must(List.of(
                "apt-get",
                "indextargets",
                "--format",
                "$(SITE) $(RELEASE) $(COMPONENT) $(ORIGIN)",
                "Created-By: Packages"));
        Set<String> suites = Set.of(codename, codename + "-updates", codename + "-security");
        List<String> lines = targets.lines()
                .map(line -> line.split(" ", 4))
                .filter(target -> target.length == 4 && suites.contains(target[1]) && target[2].equals("main"))
                // What apt has not asked yet has no origin: the word stays as it is.
                .filter(target -> target[3].equals("Debian") || target[3].startsWith("$"))
                .map(target -> "deb [signed-by=" + KEYS + "] " + target[0] + " " + target[1] + " main")
                .distinct()
                .toList();
        if (lines.isEmpty()) {
            throw new LabException("apt knows no mirror of Debian " + codename + ": see apt-get indextargets");
        }
        String settings = Programs.must(List.of("apt-config", "dump", "--format", "%f \"%v\";%n", "Acquire"));
        List<String> options = settings.lines().filter(AptSources::isWay).toList();
        return new AptSources(codename, lines, options);
    }

    /** Proxies and how to speak to servers; not the machine's directories. */
    private static boolean isWay(String setting) {
        return Stream.of("Acquire::http::", "Acquire::https::", "Acquire::Retries")
                        .anyMatch(setting::startsWith)
                && !setting.endsWith(" \"\";");
    }
}
