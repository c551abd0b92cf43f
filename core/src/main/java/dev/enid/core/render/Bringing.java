package dev.enid.core.render;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a manager is to bring about, after files were written. Links are told by name.
 *
 * @param changed links that have new or other files
 * @param again links whose files are as they should be, while what these say does not hold
 * @param kept links that have other files now and stay as they are, because they are up and their manager does not follow: it may
 *     read the files, for the next time
 * @param gone links whose files were removed; they themselves may be gone, too
 * @param host the paths of files about no single link that were written or removed
 */
public record Bringing(
        SortedSet<String> changed,
        SortedSet<String> again,
        SortedSet<String> kept,
        SortedSet<String> gone,
        SortedSet<String> host) {

    public static final Bringing NOTHING =
            new Bringing(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

    public Bringing {
        changed = copy(changed);
        again = copy(again);
        kept = copy(kept);
        gone = copy(gone);
        host = copy(host);
    }

    private static SortedSet<String> copy(SortedSet<String> names) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    public boolean isEmpty() {
        return changed.isEmpty() && again.isEmpty() && kept.isEmpty() && gone.isEmpty() && host.isEmpty();
    }

    /** All that are to be up then, sorted. */
    public Stream<String> up() {
        return Stream.concat(changed.stream(), again.stream()).distinct().sorted();
    }
}
