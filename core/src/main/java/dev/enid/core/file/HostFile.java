package dev.enid.core.file;

import java.util.regex.Pattern;

/**
 * A file that is to be on the host.
 *
 * @param path absolute and plain: no {@code .}, no {@code ..}, nothing but letters, digits and {@code . _ - @}
 * @param mode its permissions, 0600 to 0755; the owner is root
 * @param text whole, with a {@link Marker} line, and a line end at its end
 */
public record HostFile(String path, int mode, String text) {

    private static final Pattern PLAIN = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._@-]{1,255})+");
    private static final int PERMISSIONS = 0777;

    public HostFile {
        if (!isPlain(path)) {
            throw new IllegalArgumentException("no plain absolute path: " + path);
        }
        if ((mode & ~PERMISSIONS) != 0 || (mode & 0022) != 0) {
            throw new IllegalArgumentException(String.format("mode %o of %s", mode, path));
        }
        if (Marker.in(text).isEmpty()) {
            throw new IllegalArgumentException(path + " has no line that says whose it is");
        }
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException(path + " does not end with a line end");
        }
    }

    public Marker marker() {
        return Marker.in(text).orElseThrow();
    }

    /** Whether it can be the path of a file of ours. */
    public static boolean isPlain(String path) {
        return PLAIN.matcher(path).matches();
    }
}
