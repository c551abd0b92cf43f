package dev.enid.agent.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON into records, by the types of their components. */
final class RecordReader {

    private final JsonParser in;

    private RecordReader(JsonParser in) {
        this.in = in;
    }

    static <T extends Record> T read(Class<T> type, String text) throws JsonFault {
        try (JsonParser in = Json.FACTORY.createParser(text)) {
            in.nextToken();
            T value = type.cast(new RecordReader(in).value(type, "the text"));
            if (in.nextToken() != null) {
                throw new JsonFault("there is more after the JSON object");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new JsonFault("not JSON: " + firstLine(e), e);
        } catch (IOException e) {
            throw new JsonFault("not JSON: " + e, e);
        }
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    }

    private Object value(Type type, String where) throws IOException, JsonFault {
        if (type instanceof ParameterizedType generic) {
            Type of = generic.getActualTypeArguments()[0];
            return generic.getRawType() == List.class ? list(of, where) : maybe(of, where);
        }
        JsonToken token = in.currentToken();
        if (type == String.class) {
            return expect(token == JsonToken.VALUE_STRING, where, "a string") ? in.getText() : "";
        }
        if (type == boolean.class) {
            return expect(token != null && token.isBoolean(), where, "true or false") && in.getBooleanValue();
        }
        if (type == int.class || type == Integer.class) {
            expect(token == JsonToken.VALUE_NUMBER_INT, where, "a whole number");
            return in.getIntValue();
        }
        if (type == long.class || type == Long.class) {
            expect(token == JsonToken.VALUE_NUMBER_INT, where, "a whole number");
            return in.getLongValue();
        }
        if (type == double.class || type == Double.class) {
            expect(token != null && token.isNumeric(), where, "a number");
            return in.getDoubleValue();
        }
        return record((Class<?>) type, where);
    }

    private static boolean expect(boolean so, String where, String what) throws JsonFault {
        if (!so) {
            throw new JsonFault(where + " is not " + what);
        }
        return true;
    }

    private Optional<?> maybe(Type of, String where) throws IOException, JsonFault {
        return in.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(value(of, where));
    }

    private List<?> list(Type of, String where) throws IOException, JsonFault {
        expect(in.currentToken() == JsonToken.START_ARRAY, where, "an array");
        List<Object> all = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            all.add(value(of, where));
        }
        return all;
    }

    private Object record(Class<?> type, String where) throws IOException, JsonFault {
        expect(in.currentToken() == JsonToken.START_OBJECT, where, "an object");
        RecordShape shape = RecordShape.of(type);
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
                values[at] = value(keys.get(at).type(), name);
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
            throw new JsonFault(where + ": " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    /** An Optional may be left out; for anything else there is no value that would be true. */
    private static Object absent(RecordShape.Key key) throws JsonFault {
        if (key.type() instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            return Optional.empty();
        }
        throw new JsonFault("no " + key.name());
    }
}
