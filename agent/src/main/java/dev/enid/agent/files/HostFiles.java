package dev.enid.agent.files;

import dev.enid.core.file.FoundFile;
import dev.enid.core.file.FoundFile.Kind;
import dev.enid.core.file.FoundFiles;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Place;
import dev.enid.core.render.Renderer;
import dev.enid.core.render.Renderers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What kind of host it is, by its files. No symbolic link is followed to a file, though one may lead to a directory. */
public final class HostFiles {

    /** A person's own file may be long; a longer one is none of a network manager. */
    private static final int MOST_BYTES = 256 * 1024;
    /** 80 ENIs of five files each, and as many of others. */
    private static final int MOST_FILES = 1000;

    private static final List<Path> OS_RELEASE = List.of(Path.of("etc/os-release"), Path.of("usr/lib/os-release"));

    private final Path root;
    private final List<Place> places;

    private HostFiles(Path root, List<Place> places) {
        this.root = root;
        this.places = places;
    }

    /**
     * Those of every backend.
     *
     * @param root of the file system, {@code /} but in tests
     */
    public static HostFiles below(Path root) {
        List<Place> places = Renderers.ALL.stream()
                .map(Renderer::places)
                .flatMap(List::stream)
                .distinct()
                .toList();
        return new HostFiles(root, places);
    }

    /** Those at other places than a backend's. */
    public static FoundFiles at(Path root, List<Place> places) {
        return new HostFiles(root, places).files();
    }

    private FoundFiles files() {
        SortedMap<String, FoundFile> files = new TreeMap<>();
        places.forEach(place -> read(place, files));
        return new FoundFiles(files);
    }

    /** As it is now; what cannot be looked at is not there. */
    public HostEnvironment read() {
        TreeSet<String> present = new TreeSet<>();
        HostEnvironment.PROBES.stream()
                .filter(probe -> Files.exists(inRoot(probe)))
                .forEach(present::add);
        return new HostEnvironment(osRelease(), present, files());
    }

    private Path inRoot(String path) {
        return root.resolve(path.substring(1));
    }

    private void read(Place place, SortedMap<String, FoundFile> files) {
        Path directory = inRoot(place.directory());
        PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + place.glob());
        boolean below = place.glob().indexOf('/') >= 0;
        for (Path entry : entries(directory)) {
            if (!below) {
                add(place, directory, entry, matcher, files);
            } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                entries(entry).forEach(each -> add(place, directory, each, matcher, files));
            }
        }
    }

    private void add(Place place, Path directory, Path entry, PathMatcher matcher, SortedMap<String, FoundFile> files) {
        Path inside = directory.relativize(entry);
        String path = place.directory() + "/" + inside;
        if (HostFile.isPlain(path) && (matcher.matches(inside) || FileWriter.isUnfinished(entry))) {
            files.put(path, found(path, entry));
        }
    }

    private static List<Path> entries(Path directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path entry : all) {
                if (entries.size() < MOST_FILES) {
                    entries.add(entry);
                }
            }
            entries.sort(Path::compareTo);
            return entries;
        } catch (IOException e) {
            return List.of();
        }
    }

    private static FoundFile found(String path, Path file) {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(file, "unix:mode,uid,isSymbolicLink,isRegularFile", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) attributes.getOrDefault("mode", 0) & 07777;
            int owner = (int) attributes.getOrDefault("uid", -1);
            if (Boolean.TRUE.equals(attributes.get("isSymbolicLink"))) {
                return new FoundFile(
                        path,
                        Kind.SYMBOLIC_LINK,
                        mode,
                        owner,
                        Files.readSymbolicLink(file).toString());
            }
            if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                return new FoundFile(path, Kind.OTHER, mode, owner, "");
            }
            return read(path, file, mode, owner);
        } catch (IOException e) {
            return new FoundFile(path, Kind.UNREADABLE, 0, -1, "");
        }
    }

    private static FoundFile read(String path, Path file, int mode, int owner) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            return bytes.length > MOST_BYTES
                    ? new FoundFile(path, Kind.UNREADABLE, mode, owner, "")
                    : new FoundFile(path, Kind.REGULAR, mode, owner, new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** The lines {@code NAME=value} and {@code NAME="value"} (os-release(5)); the escapes of a shell do not occur in those needed. */
    private SortedMap<String, String> osRelease() {
        SortedMap<String, String> values = new TreeMap<>();
        for (Path each : OS_RELEASE) {
            try (Stream<String> lines = Files.lines(root.resolve(each))) {
                lines.limit(100)
                        .map(String::strip)
                        .filter(line -> line.indexOf('=') > 0)
                        .forEach(line -> {
                            String value = line.substring(line.indexOf('=') + 1);
                            values.putIfAbsent(
                                    line.substring(0, line.indexOf('=')), value.replaceAll("^[\"']|[\"']$", ""));
                        });
                return values;
            } catch (IOException | java.io.UncheckedIOException e) {
                // The other one may be there.
            }
        }
        return values;
    }

    static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] all = PosixFilePermission.values();
        Set<PosixFilePermission> set = java.util.EnumSet.noneOf(PosixFilePermission.class);
        for (int bit = 0; bit < all.length; bit++) {
            // In the order of the enumeration, from the owner's right to read down to everyone's to execute.
            if ((mode & (0400 >> bit)) != 0) {
                set.add(all[bit]);
            }
        }
        return set;
    }
}
