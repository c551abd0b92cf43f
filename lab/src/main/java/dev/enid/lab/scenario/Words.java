package dev.enid.lab.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a line, as a shell splits them: at blanks, with quotes and backslashes, up to a {@code #} at the beginning of a
 * word. Nothing else has a meaning: no variables, no patterns, no pipes.
 */
final class Words {

    private final String line;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    /**
     * Splits a line.
     *
     * @throws IllegalArgumentException where a quote has no end
     */
    static List<String> of(String line) {
        return new Words(line).all();
    }

    /** A line up to its comment. */
    static String withoutComment(String line) {
        Words words = new Words(line);
        words.all();
        return line.substring(0, words.at).strip();
    }

    private List<String> all() {
        List<String> words = new ArrayList<>();
        while (true) {
            while (at < line.length() && blank(line.charAt(at))) {
                at++;
            }
            if (at == line.length() || line.charAt(at) == '#') {
                return List.copyOf(words);
            }
            words.add(word());
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && !blank(line.charAt(at))) {
            char c = line.charAt(at++);
            switch (c) {
                case '\'' -> quoted(word, '\'');
                case '"' -> quoted(word, '"');
                case '\\' -> {
                    if (at == line.length()) {
                        throw new IllegalArgumentException("a line cannot go on after a \\ at its end");
                    }
                    word.append(line.charAt(at++));
                }
                default -> word.append(c);
            }
        }
        return word.toString();
    }

    private void quoted(StringBuilder word, char quote) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return;
            }
            boolean escaped = quote == '"' && c == '\\' && at < line.length() && "\"\\".indexOf(line.charAt(at)) >= 0;
            word.append(escaped ? line.charAt(at++) : c);
        }
        throw new IllegalArgumentException("the " + quote + " has no second one that ends it");
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }
}
