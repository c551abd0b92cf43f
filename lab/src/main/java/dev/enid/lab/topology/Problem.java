package dev.enid.lab.topology;

/**
 * Something wrong in a topology file.
 *
 * @param line from 1, 0 where it is about the file as a whole
 * @param key the dotted key, empty where it is about the file as a whole
 * @param text what is wrong and what would be right
 */
public record Problem(int line, String key, String text) implements Comparable<Problem> {

    @Override
    public int compareTo(Problem other) {
        return Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ": " : "") + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
