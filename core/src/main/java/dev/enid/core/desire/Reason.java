package dev.enid.core.desire;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why something is wanted or dropped, for a person: the same words in plan, explain, logs and status. They are put together when
 * somebody reads them: each pass has a reason for thousands of objects, and as a rule nobody asks for one.
 */
public final class Reason {

    private final Object[] words;

    /** @param words values, whose text does not change */
    public Reason(Object... words) {
        this.words = words.clone();
    }

    public String text() {
        return Arrays.stream(words).map(Object::toString).collect(Collectors.joining());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reason reason && text().equals(reason.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
