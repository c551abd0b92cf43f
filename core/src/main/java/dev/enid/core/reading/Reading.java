package dev.enid.core.reading;

import java.time.Instant;
import java.util.Optional;

/** What is known of something outside, and how surely. Nothing is removed for the sake of a reading that is not fresh. */
public sealed interface Reading<T> {

    /** Read whole and consistent. */
    record Fresh<T>(T value, Instant at) implements Reading<T> {}

    /** The last good value; reading it again failed. */
    record Stale<T>(T value, Instant at, Fault fault) implements Reading<T> {}

    /** Never read. */
    record Missing<T>(Fault fault) implements Reading<T> {}

    /** The last good value, if there ever was one. */
    default Optional<T> known() {
        return switch (this) {
            case Fresh<T> fresh -> Optional.of(fresh.value);
            case Stale<T> stale -> Optional.of(stale.value);
            case Missing<T> _ -> Optional.empty();
        };
    }

    default Optional<Fault> trouble() {
        return switch (this) {
            case Fresh<T> _ -> Optional.empty();
            case Stale<T> stale -> Optional.of(stale.fault);
            case Missing<T> missing -> Optional.of(missing.fault);
        };
    }

    default boolean isFresh() {
        return this instanceof Fresh<T>;
    }

    /** {@code fresh}, {@code stale} or {@code missing}. */
    default String word() {
        return switch (this) {
            case Fresh<T> _ -> "fresh";
            case Stale<T> _ -> "stale";
            case Missing<T> _ -> "missing";
        };
    }

    /** This reading after another try failed: what was known stays known, but stale. */
    default Reading<T> failed(Fault fault) {
        return switch (this) {
            case Fresh<T> fresh -> new Stale<>(fresh.value, fresh.at, fault);
            case Stale<T> stale -> new Stale<>(stale.value, stale.at, fault);
            case Missing<T> _ -> new Missing<>(fault);
        };
    }
}
