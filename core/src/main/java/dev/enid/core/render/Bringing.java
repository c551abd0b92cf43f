package dev.enid.core.render;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a manager is to bring about, after files were written.
 *
 * @param up links by name: their files changed, or what they say does not hold
 * @param gone links by name whose files were removed; the links themselves may be gone, too
 */
public record Bringing(SortedSet<String> up, SortedSet<String> gone) {

    public static final Bringing NOTHING = new Bringing(new TreeSet<>(), new TreeSet<>());

    public Bringing {
        up = Collections.unmodifiableSortedSet(new TreeSet<>(up));
        gone = Collections.unmodifiableSortedSet(new TreeSet<>(gone));
    }

    public boolean isEmpty() {
        return up.isEmpty() && gone.isEmpty();
    }
}
