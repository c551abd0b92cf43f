package dev.enid.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A text in the making, no wider than the terminal where that can be: words are never broken, so that they can be copied. */
public final class Page {

    private final StringBuilder text = new StringBuilder();
    private final int width;

    /** @param width in columns; very large for no limit */
    public Page(int width) {
        this.width = width;
    }

    public int width() {
        return width;
    }

    /** As it is, however long. */
    public Page line(String line) {
        text.append(line.stripTrailing()).append('\n');
        return this;
    }

    /** An empty line, unless it would be the first. */
    public Page blank() {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        return this;
    }

    /** Words after a beginning; further lines are indented as far as the words of the first. */
    public Page paragraph(String lead, String words, UnaryOperator<String> style) {
        return paragraph(lead, lead.length(), words, style);
    }

    /**
     * Words after a beginning that holds escape sequences.
     *
     * @param indent the columns that {@code lead} takes
     */
    public Page paragraph(String lead, int indent, String words, UnaryOperator<String> style) {
        String before = lead;
        for (String line : wrap(words, width - indent)) {
            line(before + style.apply(line));
            before = " ".repeat(indent);
        }
        return this;
    }

    /** The words in lines of at most so many columns; a longer word has its own line. At least one line. */
    static List<String> wrap(String words, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1L + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    static String padded(String cell, int columns) {
        return cell + " ".repeat(Math.max(0, columns - cell.length()));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
