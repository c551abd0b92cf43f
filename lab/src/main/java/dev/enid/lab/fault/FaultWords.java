package dev.enid.lab.fault;

import dev.enid.core.ip.Quoted;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Faults as words on a command line: {@code delay 200ms}, {@code error 503 times 3}, {@code outage off}. */
public final class FaultWords {

    private static final Pattern TIME = Pattern.compile("(\\d{1,7})(ms|s|m)");

    private FaultWords() {}

    /** A kind as typed and printed: {@code hop-limit}. */
    public static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All kinds of a service, as typed. */
    public static <K extends Enum<K>> List<String> words(Class<K> kinds) {
        return Arrays.stream(kinds.getEnumConstants()).map(FaultWords::word).toList();
    }

    /**
     * Reads an order.
     *
     * @param words as a shell splits them
     * @param events what can be done {@link FaultOrder.Once once}
     * @param read makes a fault of what stands behind its kind
     * @throws IllegalArgumentException saying what was expected
     */
    public static <K extends Enum<K>, F extends Fault> FaultOrder<F> parse(
            List<String> words, Class<K> kinds, List<String> events, BiFunction<K, List<String>, F> read) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a fault is missing; faults are " + String.join(", ", words(kinds)));
        }
        if (words.equals(List.of("off"))) {
            return new FaultOrder.ClearAll<>();
        }
        if (words.size() == 1 && events.contains(words.getFirst())) {
            return new FaultOrder.Once<>(words.getFirst());
        }
        K kind = Arrays.stream(kinds.getEnumConstants())
                .filter(each -> word(each).equals(words.getFirst()))
                .findFirst()
                .orElseThrow(() -> unknown(words.getFirst(), kinds, events));
        List<String> rest = words.subList(1, words.size());
        if (rest.equals(List.of("off"))) {
            return new FaultOrder.Clear<>(kind);
        }
        int last = rest.size() - 1;
        boolean counted = last >= 1 && rest.get(last - 1).equals("times");
        OptionalInt times = counted ? OptionalInt.of(number(rest.get(last), "times 3")) : OptionalInt.empty();
        return new FaultOrder.Set<>(read.apply(kind, counted ? rest.subList(0, last - 1) : rest), times);
    }

    private static <K extends Enum<K>> IllegalArgumentException unknown(
            String word, Class<K> kinds, List<String> events) {
        String more = events.isEmpty() ? "" : String.join(", ", events) + ", ";
        return new IllegalArgumentException("no fault is called " + Quoted.of(word) + "; there are "
                + String.join(", ", words(kinds)) + ", " + more + "off");
    }

    /** The one word there has to be. */
    public static String one(List<String> words, String form) {
        if (words.size() != 1) {
            throw expected(form);
        }
        return words.getFirst();
    }

    /** Of a fault that is on or off, and nothing else. */
    public static <F extends Fault> F on(List<String> words, F fault) {
        if (!words.equals(List.of("on"))) {
            throw expected(word(fault.kind()) + " on or " + word(fault.kind()) + " off");
        }
        return fault;
    }

    public static int number(String word, String form) {
        if (!word.matches("\\d{1,9}")) {
            throw expected(form);
        }
        return Integer.parseInt(word);
    }

    /** {@code 200ms}, {@code 3s} or {@code 1m}. */
    public static Duration time(String word, String form) {
        Matcher time = TIME.matcher(word);
        if (!time.matches()) {
            throw expected(form);
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    /** The shortest that {@link #time} reads as this, to the millisecond. */
    public static String write(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /**
     * Refuses a time that is none.
     *
     * @throws IllegalArgumentException when it is shorter than a millisecond
     */
    public static void positive(Duration duration) {
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException("a time is at least 1ms");
        }
    }

    /** The complaint about words that do not make a fault. */
    public static IllegalArgumentException expected(String form) {
        return new IllegalArgumentException("expected " + form);
    }
}
