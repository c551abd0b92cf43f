package dev.enid.lab.debian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Directories of this machine that a program needs in a host, at the same paths. */
final class Needed {

    private Needed() {}

    /**
     * Of a Java program: its JVM, and where its classes are.
     *
     * @param command a JVM, its options with {@code -cp}, a main class
     */
    static SortedSet<Path> of(List<String> command) throws IOException {
        Path java = Path.of(command.getFirst());
        int option = command.indexOf("-cp");
        if (!java.isAbsolute() || option < 0) {
            throw new IllegalArgumentException("this is no JVM with a class path: " + String.join(" ", command));
        }
        SortedSet<Path> all = new TreeSet<>();
        Path home = java.resolveSibling("..").normalize();
        all.add(home);
        // A distribution's JDK has its settings in /etc.
        try (Stream<Path> files = Files.walk(home.toRealPath())) {
            files.filter(Files::isSymbolicLink)
                    .map(Needed::real)
                    .filter(target -> !target.startsWith(home))
                    .forEach(target -> all.add(directory(target)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (String entry : command.get(option + 1).split(":", -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (Files.exists(path)) {
                all.add(directory(path));
            }
        }
        return all;
    }

    private static Path real(Path link) {
        try {
            return link.toRealPath();
        } catch (IOException e) {
            // It leads nowhere here either.
            return link;
        }
    }

    private static Path directory(Path path) {
        return Files.isDirectory(path) ? path : path.resolveSibling("");
    }

    /**
     * Lines of fstab(5), each of which shows one below that root, where nobody can write to it.
     */
    static String mounts(SortedSet<Path> all, Path root) {
        return all.stream()
                .map(each -> escaped(each) + " " + escaped(Path.of(root + each.toString())) + " none bind,ro 0 0\n")
                .collect(Collectors.joining());
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
    }
}
