package dev.enid.agent.settings;

import dev.enid.core.desire.Settings;
import dev.enid.core.ip.Quoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlArray;

/**
 * What a setting's value looks like.
 *
 * @param <T> what it is read into
 */
sealed interface Form<T> {

    /** A value that is none of this form. */
    final class NotThis extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<String> wrongs;

        NotThis(String message) {
            this(List.of(message));
        }

        NotThis(List<String> wrongs) {
            super(String.join("; ", wrongs));
            this.wrongs = List.copyOf(wrongs);
        }

        /** Each on its own: an array may have several. */
        List<String> wrongs() {
            return wrongs;
        }
    }

    /**
     * Reads a value as tomlj gives it.
     *
     * @throws NotThis saying what it is and what it should be
     */
    T read(Object value) throws NotThis;

    /** As written in the file. */
    String write(T value);

    /** What is allowed, for a person: {@code true or false}. */
    String allowed();

    private static NotThis not(Object value, String allowed) {
        String seen = switch (value) {
            case String text -> Quoted.of(text);
            case Long number -> number.toString();
            case Boolean flag -> flag.toString();
            case Double number -> number.toString();
            case TomlArray _ -> "an array";
            case org.tomlj.TomlTable _ -> "a table";
            default -> "a date or time";
        };
        return new NotThis(seen + " is not " + allowed);
    }

    /** {@code true} or {@code false}. */
    record Flag() implements Form<Boolean> {
        @Override
        public Boolean read(Object value) throws NotThis {
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw not(value, allowed());
        }

        @Override
        public String write(Boolean value) {
            return value.toString();
        }

        @Override
        public String allowed() {
            return "true or false";
        }
    }

    /**
     * A whole number.
     *
     * @param orZero whether 0 is allowed beside the range
     */
    record WholeNumber(int least, int most, boolean orZero) implements Form<Integer> {
        @Override
        public Integer read(Object value) throws NotThis {
            if (value instanceof Long number && ((number >= least && number <= most) || (orZero && number == 0))) {
                return number.intValue();
            }
            throw not(value, allowed());
        }

        @Override
        public String write(Integer value) {
            return value.toString();
        }

        @Override
        public String allowed() {
            return (orZero ? "0 or " : "") + "a whole number from " + least + " to " + most;
        }
    }

    /** Bits next to each other, as a number or as a text: {@code 0x7f000000}. */
    record Mask() implements Form<Integer> {

        private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,8}");

        @Override
        public Integer read(Object value) throws NotThis {
            long bits = switch (value) {
                case Long number -> number;
                case String text when HEXADECIMAL.matcher(text).matches() -> Long.parseLong(text.substring(2), 16);
                default -> throw not(value, allowed());
            };
            if (bits < 0 || bits > 0xffff_ffffL || !Settings.Containers.isMask((int) bits)) {
                throw new NotThis(
                        (value instanceof String ? value : String.format("0x%x", bits)) + " is not " + allowed());
            }
            return (int) bits;
        }

        @Override
        public String write(Integer value) {
            return String.format("0x%x", value);
        }

        @Override
        public String allowed() {
            return "one run of at least two bits, of 32, such as 0x7f000000";
        }
    }

    /** A time: {@code "500ms"}, {@code "10s"}, {@code "2m"}, {@code "1h"}. */
    record Time(Duration least, Duration most) implements Form<Duration> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,7})(ms|s|m|h)");

        @Override
        public Duration read(Object value) throws NotThis {
            Matcher matcher = FORM.matcher(value instanceof String text ? text : "");
            if (!matcher.matches()) {
                throw not(value, allowed());
            }
            long number = Long.parseLong(matcher.group(1));
            Duration time = switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
            if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
                throw not(value, allowed());
            }
            return time;
        }

        @Override
        public String write(Duration value) {
            return '"' + text(value) + '"';
        }

        private static String text(Duration value) {
            if (value.toMillisPart() != 0) {
                return value.toMillis() + "ms";
            }
            if (value.toSecondsPart() != 0) {
                return value.toSeconds() + "s";
            }
            return value.toMinutesPart() != 0 ? value.toMinutes() + "m" : value.toHours() + "h";
        }

        @Override
        public String allowed() {
            return "a time from " + write(least) + " to " + write(most) + " (ms, s, m or h)";
        }
    }

    /** One of a few words. */
    record Word<E extends Enum<E>>(Class<E> words) implements Form<E> {
        @Override
        public E read(Object value) throws NotThis {
            for (E each : words.getEnumConstants()) {
                if (word(each).equals(value)) {
                    return each;
                }
            }
            throw not(value, allowed());
        }

        private static String word(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String write(E value) {
            return '"' + word(value) + '"';
        }

        @Override
        public String allowed() {
            List<String> all = new ArrayList<>();
            for (E each : words.getEnumConstants()) {
                all.add(write(each));
            }
            return "one of " + String.join(", ", all);
        }
    }

    /**
     * A text that is read into something.
     *
     * @param parse throws IllegalArgumentException with the reason
     */
    record Text<T>(String allowed, Function<String, T> parse, Function<T, String> print) implements Form<T> {
        @Override
        public T read(Object value) throws NotThis {
            if (!(value instanceof String text)) {
                throw not(value, allowed);
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new NotThis(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public String write(T value) {
            return '"' + print.apply(value) + '"';
        }
    }

    /** Several of a form, each once. */
    record Many<T>(Form<T> of) implements Form<List<T>> {
        @Override
        public List<T> read(Object value) throws NotThis {
            if (!(value instanceof TomlArray array)) {
                throw not(value, allowed());
            }
            List<T> all = new ArrayList<>();
            List<String> wrong = new ArrayList<>();
            Set<T> seen = new HashSet<>();
            for (Object each : array.toList()) {
                try {
                    T one = of.read(each);
                    if (!seen.add(one)) {
                        wrong.add(of.write(one) + " is there twice");
                    }
                    all.add(one);
                } catch (NotThis e) {
                    wrong.addAll(e.wrongs());
                }
            }
            if (!wrong.isEmpty()) {
                throw new NotThis(wrong);
            }
            return List.copyOf(all);
        }

        @Override
        public String write(List<T> value) {
            return "[" + String.join(", ", value.stream().map(of::write).toList()) + "]";
        }

        @Override
        public String allowed() {
            return "an array; each is " + of.allowed();
        }
    }
}
