package dev.enid.core.ip;

/**
 * Untrusted text made fit for a message: control characters escaped, at most 60 characters. What IMDS or a file
 * answered may hold newlines, terminal escapes or megabytes.
 */
public final class Quoted {

    private static final int MOST = 60;

    private Quoted() {}

    /** The text in double quotes, shortened and escaped. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder("\"");
        int shown = Math.min(text.length(), MOST);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c >= 0x20 && c < 0x7f) {
                        out.append(c);
                    } else {
                        out.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        out.append('"');
        if (text.length() > MOST) {
            out.append(" (").append(text.length()).append(" characters)");
        }
        return out.toString();
    }
}
