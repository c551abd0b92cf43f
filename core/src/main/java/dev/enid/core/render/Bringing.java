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
 * @param gone links whose files were removed; they themselves may be gone, too
 * @param host whether a file about no single link was written or removed
 */
public record Bringing(SortedSet<String> changed, SortedSet<String> again, SortedSet<String> gone, boolean host) {

    public static final Bringing NOTHING = new Bringing(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), false);

    public Bringing {
        changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
        again = Collections.unmodifiableSortedSet(new TreeSet<>(again));
        gone = Collections.unmodifiableSortedSet(new TreeSet<>(gone));
    }

    public boolean isEmpty() {
        return changed.isEmpty() && again.isEmpty() && gone.isEmpty() && !host;
    }

    /** All that are to be up then, sorted. */
    public Stream<String> up() {
        return Stream.concat(changed.stream(), again.stream()).distinct().sorted();
    }
}
