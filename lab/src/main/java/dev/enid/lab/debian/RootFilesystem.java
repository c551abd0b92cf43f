package dev.enid.lab.debian;

import dev.enid.lab.fabric.LabException;
import dev.enid.lab.fabric.Powers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The root file system of a small Debian, of this machine's own release and from its own mirror. It is made once, in about a
 * minute, takes 260 MB, and is never written to again.
 */
public final class RootFilesystem {

    private static final Path PROGRAM = Path.of("/usr/bin/mmdebstrap");

    /** Of one JVM: a lock on a file is the process's. */
    private static final Object ALONE = new Object();

    private static final int LINES_OF_LOG = 20;

    private final Path directory;

    private RootFilesystem(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /** What keeps this machine from having one, and what to do about it; empty where nothing does. */
    public static Optional<String> missing() throws IOException {
        if (Powers.own() != Powers.ROOT) {
            return Optional.of("a Debian of its own takes root");
        }
        if (!AptSources.here()) {
            return Optional.of("a Debian is made from the mirror that this machine has Debian from, and it is none");
        }
        return Files.isExecutable(PROGRAM) ? Optional.empty() : Optional.of("mmdebstrap is not installed");
    }

    /**
     * Where it is kept: {@code ENID_CACHE}, or {@code enid} in {@code XDG_CACHE_HOME}, or {@code /var/cache/enid}.
     *
     * @param environment of this process
     */
    static Path cache(Map<String, String> environment) {
        String own = environment.getOrDefault("ENID_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own).toAbsolutePath();
        }
        String everybodys = environment.getOrDefault("XDG_CACHE_HOME", "");
        return everybodys.isEmpty() ? Path.of("/var/cache/enid") : Path.of(everybodys, "enid");
    }

    /**
     * The one of this release and list of packages, made if it is not there yet. Of several processes one makes it.
     *
     * @param environment of this process
     * @throws LabException when it cannot be made: with the last lines that mmdebstrap and apt wrote
     */
    public static RootFilesystem cached(Map<String, String> environment) throws IOException, InterruptedException {
        AptSources sources = AptSources.read();
        List<String> packages = packages();
        String script = resource("prepare.sh");
        Path cache = Files.createDirectories(cache(environment));
        String name = "debian-" + sources.codename() + "-" + key(packages, script);
        Path whole = cache.resolve(name);
        if (!Files.exists(whole)) {
            synchronized (ALONE) {
                try (FileChannel file = FileChannel.open(
                                cache.resolve("debian.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock _ = file.lock()) {
                    if (!Files.exists(whole)) {
                        make(sources, packages, script, cache.resolve(name + ".partial"), whole);
                    }
                }
            }
        }
        return new RootFilesystem(whole);
    }

    /** The partial one is its own until it has the other's name: that one is never half there. */
    private static void make(AptSources sources, List<String> packages, String script, Path partial, Path whole)
            throws IOException, InterruptedException {
        Programs.must(List.of("rm", "-rf", "--one-file-system", "--", partial.toString()));
        Path root = Files.createDirectories(partial).resolve("root");
        Path log = partial.resolve("log");
        Path list = Files.write(partial.resolve("sources.list"), sources.lines());
        Path prepare = Files.writeString(partial.resolve("prepare.sh"), script);
        // Mounts that are gone with its processes, which are gone with this one.
        List<String> command = new ArrayList<>(List.of(
                "setpriv",
                "--pdeathsig=TERM",
                "unshare",
                "--mount",
                "--",
                PROGRAM.toString(),
                "--variant=minbase",
                "--mode=root",
                "--format=directory",
                "--include=" + String.join(",", packages),
                "--aptopt=APT::Install-Recommends \"false\"",
                "--aptopt=Acquire::Languages \"none\"",
                "--dpkgopt=path-exclude=/usr/share/doc/*",
                "--dpkgopt=path-exclude=/usr/share/info/*",
                "--dpkgopt=path-exclude=/usr/share/locale/*",
                "--dpkgopt=path-exclude=/usr/share/man/*",
                "--customize-hook=sh '" + prepare + "' \"$1\""));
        sources.options().forEach(option -> command.add("--aptopt=" + option));
        command.addAll(List.of(sources.codename(), root.toString(), list.toString()));
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
                throw new LabException("no Debian can be made (all of it: " + log + "):\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size())));
            }
        } catch (InterruptedException e) {
            process.destroy();
            throw e;
        }
        Files.move(root, whole, StandardCopyOption.ATOMIC_MOVE);
        Programs.must(List.of("rm", "-rf", "--one-file-system", "--", partial.toString()));
    }

    private static List<String> packages() throws IOException {
        return resource("packages")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .sorted()
                .toList();
    }

    /** Of what the result depends on, apart from what the mirror has today. */
    private static String key(List<String> packages, String script) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join(",", packages).getBytes(StandardCharsets.UTF_8));
            digest.update(script.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(RootFilesystem.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
