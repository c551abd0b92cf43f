package dev.enid.lab.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a topology file. What is of the wrong type becomes a problem and reads as absent; keys nobody asked for are
 * problems too, once {@link #finish} is called.
 */
final class Section {

    private final String path;
    private final TomlTable table;
    private final int line;
    private final List<Problem> problems;
    private final Set<String> asked = new TreeSet<>();

    Section(String path, TomlTable table, int line, List<Problem> problems) {
        this.path = path;
        this.table = table;
        this.line = line;
        this.problems = problems;
    }

    /** Where the section starts. */
    int line() {
        return line;
    }

    String path() {
        return path;
    }

    /** The same section, read once more: what is wrong has been told. */
    Section quietly() {
        return new Section(path, table, line, new ArrayList<>());
    }

    boolean has(String key) {
        return table.contains(List.of(key));
    }

    void problem(String key, String text) {
        problems.add(new Problem(lineOf(key), path.isEmpty() ? key : key.isEmpty() ? path : path + "." + key, text));
    }

    /** Runs what may throw the complaint of a value type or of the VPC, and makes it a problem of this key. */
    void check(String key, Runnable attempt) {
        try {
            attempt.run();
        } catch (IllegalArgumentException | VpcException e) {
            problem(key, String.valueOf(e.getMessage()));
        }
    }

    private int lineOf(String key) {
        TomlPosition position = key.isEmpty() ? null : table.inputPositionOf(List.of(key));
        return position == null ? line : position.line();
    }

    private <T> Optional<T> get(String key, Class<T> type, String wanted) {
        asked.add(key);
        Object value = table.get(List.of(key));
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            problem(key, "should be " + wanted);
            return Optional.empty();
        }
        return Optional.of(type.cast(value));
    }

    Optional<String> text(String key) {
        return get(key, String.class, "text in quotes");
    }

    /** A value type's own reading of a text; its complaint becomes the problem. */
    <T> Optional<T> text(String key, Function<String, T> parse) {
        return text(key).flatMap(text -> parsed(key, text, parse));
    }

    private <T> Optional<T> parsed(String key, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** One word of a list. */
    <T> Optional<T> word(String key, Function<String, Optional<T>> parse, List<String> words) {
        Optional<String> text = text(key);
        Optional<T> value = text.flatMap(parse);
        if (text.isPresent() && value.isEmpty()) {
            problem(key, "should be one of " + String.join(", ", words));
        }
        return value;
    }

    OptionalInt number(String key, int least, int most) {
        Optional<Long> value = get(key, Long.class, "a number");
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (value.get() < least || value.get() > most) {
            problem(key, "should be " + least + " to " + most + ", not " + value.get());
            return OptionalInt.empty();
        }
        return OptionalInt.of(value.get().intValue());
    }

    Optional<Long> seed(String key) {
        return get(key, Long.class, "a number");
    }

    Optional<Boolean> flag(String key) {
        return get(key, Boolean.class, "true or false");
    }

    <T> List<T> texts(String key, Function<String, T> parse) {
        List<T> values = new ArrayList<>();
        Optional<TomlArray> array = get(key, TomlArray.class, "a list of texts: [\"...\", \"...\"]");
        for (Object each : array.map(TomlArray::toList).orElse(List.of())) {
            if (each instanceof String text) {
                parsed(key, text, parse).ifPresent(values::add);
            } else {
                problem(key, "should be a list of texts in quotes");
            }
        }
        return values;
    }

    Optional<Section> section(String key) {
        return get(key, TomlTable.class, "a table: [" + (path.isEmpty() ? key : path + "." + key) + "]")
                .map(each -> new Section(path.isEmpty() ? key : path + "." + key, each, lineOf(key), problems));
    }

    /** Every table below this one, in the file's order, with its name. */
    List<Named> sections() {
        List<Named> found = new ArrayList<>();
        for (String key : table.keySet()) {
            section(key).ifPresent(each -> found.add(new Named(key, each)));
        }
        found.sort(Comparator.comparingInt(each -> each.section.line));
        return found;
    }

    record Named(String name, Section section) {}

    /** Complains of every key that was not asked for, with the nearest that is. */
    void finish() {
        for (String key : table.keySet()) {
            if (!asked.contains(key)) {
                problem(
                        key,
                        "is not known here"
                                + nearest(key)
                                        .map(each -> "; did you mean " + each + "?")
                                        .orElse("; known are " + String.join(", ", asked)));
            }
        }
    }

    private Optional<String> nearest(String key) {
        return asked.stream()
                .filter(each -> distance(each, key) <= Math.max(1, key.length() / 3))
                .min(Comparator.comparingInt(each -> distance(each, key)));
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
