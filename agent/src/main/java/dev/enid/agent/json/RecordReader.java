package dev.enid.agent.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.enid.core.ip.Quoted;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON into records, by the types of their components. A fault says at which place of the text. */
final class RecordReader {

    /** The key whose strings hold whole files. */
    private static final String TEXT = "text";

    private final JsonParser in;
    private final boolean foreign;

    private RecordReader(JsonParser in, boolean foreign) {
        this.in = in;
        this.foreign = foreign;
    }

    static <T extends Record> T read(Class<T> type, String text) throws JsonFault {
        return read(type, text, false);
    }

    static <T extends Record> T readForeign(Class<T> type, String text) throws JsonFault {
        return read(type, text, true);
    }

    private static <T extends Record> T read(Class<T> type, String text, boolean foreign) throws JsonFault {
        try (JsonParser in = Json.FACTORY.createParser(text)) {
            in.nextToken();
            T value = type.cast(new RecordReader(in, foreign).value(Form.of(type)));
            if (in.nextToken() != null) {
                throw new JsonFault("there is more after the JSON object");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new JsonFault("not JSON" + place(e) + ": " + firstLine(e), e);
        } catch (IOException e) {
            throw new JsonFault("not JSON: " + e, e);
        }
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    }

    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private Object value(Form form) throws IOException, JsonFault {
        Class<?> type = form.raw();
        if (type == Optional.class) {
            return in.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(value(form.argument(0)));
        }
        if (type == List.class) {
            return list(form.argument(0));
        }
        if (type == Set.class || type == SortedSet.class) {
            List<?> all = list(form.argument(0));
            return type == Set.class ? new LinkedHashSet<>(all) : new TreeSet<>(all);
        }
        if (type == Map.class || type == SortedMap.class) {
            return map(form.argument(0), form.argument(1));
        }
        if (type == String.class) {
            return string("a string");
        }
        if (Words.isOne(type)) {
            return word(type);
        }
        if (form.isVariant()) {
            return variant(form);
        }
        return type.isRecord() ? record(form) : scalar(type);
    }

    private Object scalar(Class<?> type) throws IOException, JsonFault {
        JsonToken token = in.currentToken();
        if (type == boolean.class || type == Boolean.class) {
            expect(token != null && token.isBoolean(), "true or false");
            return in.getBooleanValue();
        }
        if (type == int.class || type == Integer.class) {
            expect(token == JsonToken.VALUE_NUMBER_INT, "a whole number");
            return in.getIntValue();
        }
        if (type == long.class || type == Long.class) {
            expect(token == JsonToken.VALUE_NUMBER_INT, "a whole number");
            return in.getLongValue();
        }
        if (type == double.class || type == Double.class) {
            expect(token != null && token.isNumeric(), "a number");
            return in.getDoubleValue();
        }
        throw new IllegalArgumentException("no JSON for " + type);
    }

    private void expect(boolean so, String what) throws JsonFault {
        if (!so) {
            throw new JsonFault(where() + " is not " + what);
        }
    }

    /** The place of the value that is being read: {@code routes[3].metric}. */
    private String where() {
        return where(in.getParsingContext());
    }

    private static String where(JsonStreamContext inner) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = inner; at != null; at = at.getParent()) {
            if (at.inArray() && at.hasCurrentIndex()) {
                path.insert(0, "[" + at.getCurrentIndex() + "]");
            } else if (at.inObject() && at.hasCurrentName()) {
                String name = at.getCurrentName();
                boolean plain = name.matches("[A-Za-z0-9_-]{1,60}");
                path.insert(0, plain ? "." + name : "[" + Quoted.of(name) + "]");
            }
        }
        return path.isEmpty() ? "the text" : path.charAt(0) == '.' ? path.substring(1) : path.toString();
    }

    private String string(String what) throws IOException, JsonFault {
        expect(in.currentToken() == JsonToken.VALUE_STRING, what);
        String text = in.getText();
        if (foreign && !TEXT.equals(in.currentName())) {
            refuseControls(text);
        }
        return text;
    }

    private void refuseControls(String text) throws JsonFault {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new JsonFault(where() + " has control characters: " + Quoted.of(text));
        }
    }

    private Object word(Class<?> type) throws IOException, JsonFault {
        String text = string("a string");
        try {
            return Words.parse(type, text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new JsonFault(where() + ": " + e.getMessage(), e);
        }
    }

    private List<?> list(Form of) throws IOException, JsonFault {
        expect(in.currentToken() == JsonToken.START_ARRAY, "an array");
        List<Object> all = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            all.add(value(of));
        }
        return all;
    }

    private Map<?, ?> map(Form key, Form of) throws IOException, JsonFault {
        expect(in.currentToken() == JsonToken.START_OBJECT, "an object");
        Map<Object, Object> all = new TreeMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            Object read = key.raw() == Integer.class ? number(name) : name;
            if (foreign) {
                refuseControls(name);
            }
            all.put(read, value(of));
        }
        return all;
    }

    private int number(String key) throws JsonFault {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw new JsonFault(where() + ": its key is not a whole number", e);
        }
    }

    /** What is of a sealed interface begins with its type. */
    private Object variant(Form form) throws IOException, JsonFault {
        expect(in.currentToken() == JsonToken.START_OBJECT, "an object");
        boolean first = in.nextToken() == JsonToken.FIELD_NAME && RecordWriter.TYPE.equals(in.currentName());
        if (!first) {
            boolean inside = in.currentToken() == JsonToken.FIELD_NAME;
            JsonStreamContext object = in.getParsingContext();
            throw new JsonFault(where(inside ? object.getParent() : object) + ": there is no type at its beginning");
        }
        in.nextToken();
        String word = string("a string");
        Class<?>[] permitted = form.raw().getPermittedSubclasses();
        Class<?> named = Arrays.stream(permitted)
                .filter(each -> form.word(each).equals(word))
                .findFirst()
                .orElseThrow(() -> new JsonFault(where() + ": not one of "
                        + Arrays.stream(permitted).map(form::word).collect(Collectors.joining(", "))));
        return components(form.variant(named));
    }

    private Object record(Form form) throws IOException, JsonFault {
        expect(in.currentToken() == JsonToken.START_OBJECT, "an object");
        return components(form);
    }

    private Object components(Form form) throws IOException, JsonFault {
        RecordShape shape = RecordShape.of(form);
        List<RecordShape.Key> keys = shape.keys();
        @Nullable Object[] values = new @Nullable Object[keys.size()];
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            int at = 0;
            while (at < values.length && !keys.get(at).name().equals(name)) {
                at++;
            }
            if (at == values.length) {
                in.skipChildren();
            } else {
                values[at] = value(keys.get(at).form());
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = absent(keys.get(i));
            }
        }
        try {
            return shape.constructor().newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = cause instanceof IllegalArgumentException ? cause.getMessage() : cause.toString();
            throw new JsonFault(where() + ": " + why, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + form.raw(), e);
        }
    }

    /** An Optional may be left out; for anything else there is no value that would be true. */
    private Object absent(RecordShape.Key key) throws JsonFault {
        if (key.form().raw() == Optional.class) {
            return Optional.empty();
        }
        String where = where();
        throw new JsonFault("no " + key.name() + (where.equals("the text") ? "" : " in " + where));
    }
}
