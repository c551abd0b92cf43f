package dev.enid.core.file;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files that are to be on the host, by path. */
public record FileSet(SortedMap<String, HostFile> files) {

    public static final FileSet EMPTY = new FileSet(new TreeMap<>());

    public FileSet {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Throws IllegalArgumentException for two files of one path. */
    public static FileSet of(Collection<HostFile> files) {
        SortedMap<String, HostFile> byPath = new TreeMap<>();
        for (HostFile file : files) {
            if (byPath.put(file.path(), file) != null) {
                throw new IllegalArgumentException("two files " + file.path());
            }
        }
        return new FileSet(byPath);
    }
}
