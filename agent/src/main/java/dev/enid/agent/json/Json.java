package dev.enid.agent.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Records made of strings, numbers, booleans, Optionals, lists, sets, maps by strings or whole numbers, records, and the values of
 * {@link Words}. What is declared as a sealed interface begins with a key {@code type} that says which of its records it is.
 */
public final class Json {

    /** Deeper than any record of ours by far, shallow enough for any stack. */
    private static final int MOST_DEPTH = 16;

    private static final int MOST_STRING = 1 << 20;
    /** Long.MIN_VALUE has 20 characters, and the longest of doubles is -2.2250738585072014E-308. */
    private static final int MOST_NUMBER = 24;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH)
                    .maxStringLength(MOST_STRING)
                    .maxNumberLength(MOST_NUMBER)
                    .build())
            .build();

    private Json() {}

    /** On one line, without a newline at its end. */
    public static String line(Record value) {
        return write(value, false);
    }

    /** As {@link #line(Record)}, for an object in someone else's language, in the order of the map. */
    public static String line(Map<String, ?> object) {
        return write(object, false);
    }

    /** For a person's eyes too, with a newline at its end. */
    public static String pretty(Record value) {
        return write(value, true) + "\n";
    }

    /**
     * As {@link #pretty(Record)}, for an object whose keys are someone else's and no names of Java's, in the order of the map.
     */
    public static String pretty(Map<String, ?> object) {
        return write(object, true) + "\n";
    }

    /**
     * Reads one record. Keys it does not have are passed over: another version may know more.
     *
     * @throws JsonFault when the text is no JSON object, holds anything after it, lacks a key, or has a value of another type
     */
    public static <T extends Record> T read(Class<T> type, String text) throws JsonFault {
        return RecordReader.read(type, text);
    }

    /**
     * As {@link #read}, of what came a long way: a control character in a string is refused, but for the strings of keys
     * {@code text}, which hold whole files.
     */
    public static <T extends Record> T readForeign(Class<T> type, String text) throws JsonFault {
        return RecordReader.readForeign(type, text);
    }

    private static String write(Object value, boolean pretty) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            if (pretty) {
                DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
                out.setPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                        .withObjectIndenter(indenter)
                        .withArrayIndenter(indenter));
            }
            new RecordWriter(out).write(value, Form.ANY);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes everything", e);
        }
        return text.toString();
    }

    /** Of something inside a record. */
    static String line(Object value, Form declared) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            new RecordWriter(out).write(value, declared);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes everything", e);
        }
        return text.toString();
    }
}
