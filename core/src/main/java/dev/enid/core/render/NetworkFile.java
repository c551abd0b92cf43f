package dev.enid.core.render;

import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;

/** The text of a file of networkd's (systemd.syntax(7)), section by section. */
final class NetworkFile {

    private final StringBuilder text = new StringBuilder();

    NetworkFile(Marker marker) {
        text.append(marker.line()).append('\n');
    }

    /** A section of that name begins; where the manager knows a list of them, another one. */
    NetworkFile section(String name) {
        text.append("\n[").append(name).append("]\n");
        return this;
    }

    NetworkFile set(String key, Object value) {
        text.append(key).append('=').append(value).append('\n');
        return this;
    }

    NetworkFile set(String key, boolean value) {
        return set(key, value ? "yes" : "no");
    }

    HostFile at(String path) {
        return new HostFile(path, 0644, text.toString());
    }
}
