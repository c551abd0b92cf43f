package dev.enid.agent.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** A record's components, as keys with their types. */
record RecordShape(List<Key> keys, Constructor<?> constructor) {

    /** One component. */
    record Key(String name, Form form, Method accessor) {

        Object of(Object owner) {
            try {
                return accessor.invoke(owner);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + accessor, e);
            }
        }
    }

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return inspect(Form.of(type));
        }
    };

    /** Those of generic records are few, and not kept. */
    static RecordShape of(Form form) {
        return form.of().isEmpty() ? SHAPES.get(form.raw()) : inspect(form);
    }

    private static RecordShape inspect(Form form) {
        Class<?> type = form.raw();
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(type + " is no record");
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return new RecordShape(
                    Arrays.stream(components)
                            .map(component -> key(component, form))
                            .toList(),
                    constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record has a canonical constructor: " + type, e);
        }
    }

    private static Key key(RecordComponent component, Form owner) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        String name = component.getName();
        return new Key(
                name.endsWith("_") ? name.substring(0, name.length() - 1) : name,
                Form.of(component.getGenericType(), owner),
                accessor);
    }
}
