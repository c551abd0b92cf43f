package dev.enid.lab.scenario;

import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Quoted;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parts of lines that are read in more than one place. Each method throws an IllegalArgumentException that says what is wrong. */
final class Text {

    private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m)");

    private Text() {}

    static Duration time(String word) {
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            throw new IllegalArgumentException(Quoted.of(word) + " is no time such as 200ms, 5s or 1m");
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    static int number(String word) {
        if (!word.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(Quoted.of(word) + " is no number");
        }
        return Integer.parseInt(word);
    }

    /** What follows {@code exec MACHINE --}. */
    static List<String> command(List<String> words, String form) {
        if (words.size() < 4 || !words.get(2).equals("--")) {
            throw expected(form + " -- COMMAND ARGUMENT...");
        }
        return words.subList(3, words.size());
    }

    static <E extends Enum<E>> E one(String word, Class<E> type) {
        return Stream.of(type.getEnumConstants())
                .filter(each -> word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(
                        word, Stream.of(type.getEnumConstants()).map(Text::word).toList()));
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static IllegalArgumentException unknown(String word, Collection<String> known) {
        return new IllegalArgumentException(Quoted.of(word)
                + Suggestion.of(word, known)
                        .map(meant -> " is not known here; did you mean \"" + meant + "\"?")
                        .orElse(" is not known here; known are " + String.join(", ", known)));
    }

    static IllegalArgumentException expected(String form) {
        return new IllegalArgumentException("expected: " + form);
    }
}
