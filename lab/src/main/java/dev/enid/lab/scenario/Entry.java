package dev.enid.lab.scenario;

import java.util.stream.Stream;

/**
 * A step where it stands.
 *
 * @param line from 1
 * @param text the line as it was written, without what is below it
 */
public record Entry(int line, String text, Step step) {

    Stream<Entry> withThoseBelow() {
        return step instanceof Step.Throughout throughout
                ? Stream.concat(Stream.of(this), throughout.steps().stream().flatMap(Entry::withThoseBelow))
                : Stream.of(this);
    }
}
