package dev.enid.core.file;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files at the {@link Place}s that were looked at, by path. */
public record FoundFiles(SortedMap<String, FoundFile> files) {

    public static final FoundFiles NONE = new FoundFiles(new TreeMap<>());

    public FoundFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    public static FoundFiles of(Collection<FoundFile> files) {
        SortedMap<String, FoundFile> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        return new FoundFiles(byPath);
    }

    public Optional<FoundFile> at(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** Those directly in a directory. */
    public Stream<FoundFile> in(String directory) {
        String start = directory + "/";
        return files.tailMap(start).values().stream()
                .takeWhile(file -> file.path().startsWith(start))
                .filter(file -> file.path().indexOf('/', start.length()) < 0);
    }

    /** The file by which a person keeps enid off a link. */
    public Optional<FoundFile> handsOff(String link) {
        return files.values().stream()
                .filter(file -> file.isAbout(link) && file.saysHandsOff())
                .findFirst();
    }

    /** Those of enid, whoever wants them now. */
    public Stream<FoundFile> ours() {
        return files.values().stream().filter(file -> file.marker().isPresent());
    }
}
