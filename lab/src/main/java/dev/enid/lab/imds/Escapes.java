package dev.enid.lab.imds;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that a shell and a line can carry: backslash, quote, and all that is not printable ASCII are escaped. */
final class Escapes {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.?)", Pattern.DOTALL);

    private Escapes() {}

    /**
     * Replaces {@code \n}, {@code \r}, {@code \t}, {@code \\} and {@code \}{@code u0000}.
     *
     * @throws IllegalArgumentException for any other escape
     */
    static String read(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(unescape(match.group(1))));
    }

    private static String unescape(String escape) {
        return switch (escape) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "\\" -> "\\";
            default -> {
                if (escape.length() != 5) {
                    throw new IllegalArgumentException(
                            "escapes in a text are \\n, \\r, \\t, \\\\ and \\u0000 with four digits");
                }
                yield Character.toString(HexFormat.fromHexDigits(escape, 1, 5));
            }
        };
    }

    static String write(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c >= ' ' && c < 0x7f && c != '\'') {
                        out.append(c);
                    } else {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    }
                }
            }
        }
        return out.toString();
    }
}
