package dev.enid.core.render;

import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;

/** The text of a file of lines behind a marker: assignments that a shell reads, or words for iproute2. */
final class Assignments {

    private final StringBuilder text = new StringBuilder();
    private boolean empty = true;

    Assignments(Marker marker) {
        line(marker.line());
        empty = true;
    }

    /** What {@code value} says is a word, or words: names, numbers and addresses, with nothing in it that a shell expands. */
    Assignments set(String key, Object value) {
        String words = value.toString();
        return line(key + "=" + (words.contains(" ") ? "\"" + words + "\"" : words));
    }

    Assignments line(String line) {
        text.append(line).append('\n');
        empty = false;
        return this;
    }

    boolean isEmpty() {
        return empty;
    }

    HostFile at(String path) {
        return new HostFile(path, 0644, text.toString());
    }
}
