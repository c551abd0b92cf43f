package dev.enid.agent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** Records into JSON, in an order that depends on what they say alone. */
final class RecordWriter {

    /** Says which of a sealed interface's records it is. */
    static final String TYPE = "type";

    private final JsonGenerator out;

    RecordWriter(JsonGenerator out) {
        this.out = out;
    }

    void write(Object value, Form declared) throws IOException {
        switch (value) {
            case String text -> out.writeString(text);
            case Boolean flag -> out.writeBoolean(flag);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Optional<?> maybe -> {
                if (maybe.isPresent()) {
                    write(maybe.get(), declared.argument(0));
                } else {
                    out.writeNull();
                }
            }
            case List<?> list -> array(list, declared.argument(0));
            case SortedSet<?> set -> array(set, declared.argument(0));
            case Set<?> set -> {
                Form of = declared.argument(0);
                array(
                        set.stream()
                                .sorted(Comparator.comparing(each -> Json.line((Object) each, of)))
                                .toList(),
                        of);
            }
            case Map<?, ?> map -> map(map, declared);
            default -> {
                Optional<String> word = Words.of(value);
                if (word.isPresent()) {
                    out.writeString(word.get());
                } else if (value instanceof Record record) {
                    record(record, declared);
                } else {
                    throw new IllegalArgumentException("no JSON for " + value.getClass());
                }
            }
        }
    }

    private void array(Collection<?> all, Form of) throws IOException {
        out.writeStartArray();
        for (Object each : all) {
            write(each, of);
        }
        out.writeEndArray();
    }

    /** One that is not sorted comes in any order, unless it was handed in as it is to be. */
    private void map(Map<?, ?> map, Form declared) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> each : declared.raw() == Map.class ? new TreeMap<>(map).entrySet() : map.entrySet()) {
            out.writeFieldName(each.getKey().toString());
            write(each.getValue(), declared.argument(1));
        }
        out.writeEndObject();
    }

    private void record(Record record, Form declared) throws IOException {
        out.writeStartObject();
        Form form = Form.of(record.getClass());
        if (declared.isVariant()) {
            out.writeStringField(TYPE, declared.word(record.getClass()));
            form = declared.variant(record.getClass());
        } else if (declared.raw() == record.getClass()) {
            form = declared;
        }
        for (RecordShape.Key key : RecordShape.of(form).keys()) {
            out.writeFieldName(key.name());
            write(key.of(record), key.form());
        }
        out.writeEndObject();
    }
}
