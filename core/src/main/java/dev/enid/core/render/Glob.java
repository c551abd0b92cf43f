package dev.enid.core.render;

import java.util.regex.Pattern;

/** Patterns of fnmatch(3) without flags: a star stands for slashes and leading dots, too. */
final class Glob {

    private Glob() {}

    static boolean matches(String glob, String value) {
        return Pattern.compile(regex(glob), Pattern.DOTALL).matcher(value).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (end > 0) {
                regex.append(set(glob.substring(i + 1, end)));
                i = end;
            } else {
                boolean escape = c == '\\' && i + 1 < glob.length();
                i += escape ? 1 : 0;
                regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
            }
        }
        return regex.toString();
    }

    /** What stands between brackets: characters and ranges, behind an exclamation mark all others. */
    private static String set(String inside) {
        boolean inverted = inside.startsWith("!") || inside.startsWith("^");
        StringBuilder set = new StringBuilder(inverted ? "[^" : "[");
        for (int i = inverted ? 1 : 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            boolean range = i + 2 < inside.length() && inside.charAt(i + 1) == '-' && inside.charAt(i + 2) >= c;
            set.append(literal(c));
            if (range) {
                set.append('-').append(literal(inside.charAt(i + 2)));
                i += 2;
            }
        }
        return set.append(']').toString();
    }

    private static String literal(char c) {
        return Character.isLetterOrDigit(c) ? String.valueOf(c) : "\\" + c;
    }
}
