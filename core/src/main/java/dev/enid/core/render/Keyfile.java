package dev.enid.core.render;

import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;

/** The text of a file of GLib's key file format, of which NetworkManager's profiles and settings are: sections of keys, and comments. */
final class Keyfile {

    private final StringBuilder text = new StringBuilder();
    /** Of keys that are numbered. */
    private int number;

    Keyfile(Marker marker) {
        text.append(marker.line()).append('\n');
    }

    Keyfile comment(String words) {
        text.append("# ").append(words).append('\n');
        return this;
    }

    Keyfile section(String name) {
        text.append("\n[").append(name).append("]\n");
        number = 0;
        return this;
    }

    /** What {@code value} says needs no escape: names, numbers and addresses. */
    Keyfile set(String key, Object value) {
        text.append(key).append('=').append(value).append('\n');
        return this;
    }

    /** {@code address1}, {@code address2} and so on: starts to count anew. */
    Keyfile first() {
        number = 0;
        return this;
    }

    Keyfile next(String key, Object value) {
        number++;
        return set(key + number, value);
    }

    /** What belongs to the last numbered key: {@code route1_options}. */
    Keyfile options(String key, String value) {
        return set(key + number + "_options", value);
    }

    HostFile at(String path, int mode) {
        return new HostFile(path, mode, text.toString());
    }
}
