package dev.enid.agent.json;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Values that are one string in JSON: addresses and their like by {@code parse} and {@code toString}, enums by a word. */
final class Words {

    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.of(
            Ip.class, Ip::parse,
            Cidr.class, Cidr::parse,
            Mac.class, Mac::parse,
            EniId.class, EniId::new,
            Instant.class, Instant::parse);

    private Words() {}

    /** The string for a value; empty for one that is none. */
    static Optional<String> of(Object value) {
        if (value instanceof Enum<?> constant) {
            return Optional.of(word(constant));
        }
        return PARSERS.containsKey(value.getClass()) ? Optional.of(value.toString()) : Optional.empty();
    }

    static boolean isOne(Class<?> type) {
        return type.isEnum() || PARSERS.containsKey(type);
    }

    /**
     * The value of a string.
     *
     * @throws IllegalArgumentException for a string that is none; java.time.DateTimeException is its likeness for times
     */
    static Object parse(Class<?> type, String text) {
        Function<String, Object> parser = PARSERS.get(type);
        if (parser != null) {
            return parser.apply(text);
        }
        Object[] constants = type.getEnumConstants();
        return Arrays.stream(constants)
                .filter(each -> word((Enum<?>) each).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not one of "
                        + Arrays.stream(constants)
                                .map(each -> word((Enum<?>) each))
                                .collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
