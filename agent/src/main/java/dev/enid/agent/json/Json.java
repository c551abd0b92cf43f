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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records made of strings, numbers, booleans, Optionals, lists and records; to be written also maps, by strings. */
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
            write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes everything", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case String text -> out.writeString(text);
            case Boolean flag -> out.writeBoolean(flag);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Optional<?> maybe -> {
                if (maybe.isPresent()) {
                    write(out, maybe.get());
                } else {
                    out.writeNull();
                }
            }
            case List<?> list -> {
                out.writeStartArray();
                for (Object each : list) {
                    write(out, each);
                }
                out.writeEndArray();
            }
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> each : map.entrySet()) {
                    out.writeFieldName((String) each.getKey());
                    write(out, each.getValue());
                }
                out.writeEndObject();
            }
            case Record record -> {
                out.writeStartObject();
                for (RecordShape.Key key : RecordShape.of(record.getClass()).keys()) {
                    out.writeFieldName(key.name());
                    write(out, key.of(record));
                }
                out.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }
}
