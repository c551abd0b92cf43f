package dev.enid.agent.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;

/**
 * A type as a record's component declares it, with its arguments.
 *
 * @param of the type arguments: none of them is a variable any more
 */
record Form(Class<?> raw, List<Form> of) {

    /** Nothing is declared: what the value is says all. */
    static final Form ANY = new Form(Object.class, List.of());

    /** A class without arguments. */
    static Form of(Class<?> type) {
        return new Form(type, List.of());
    }

    /** What is declared inside {@code owner}, whose arguments stand for its variables. */
    static Form of(Type type, Form owner) {
        return switch (type) {
            case Class<?> plain -> of(plain);
            case ParameterizedType generic ->
                new Form(
                        (Class<?>) generic.getRawType(),
                        Arrays.stream(generic.getActualTypeArguments())
                                .map(each -> of(each, owner))
                                .toList());
            case TypeVariable<?> variable ->
                owner.argument(List.of(owner.raw.getTypeParameters()).indexOf(variable));
            default -> throw new IllegalArgumentException("no JSON for " + type);
        };
    }

    /** A type argument; {@link #ANY} where none is declared. */
    Form argument(int index) {
        return index < of.size() ? of.get(index) : ANY;
    }

    /** Whether its values say which of several records they are. */
    boolean isVariant() {
        return raw.isInterface() && raw.isSealed();
    }

    /** One of the records of a sealed interface: it has the interface's type arguments, in their order. */
    Form variant(Class<?> record) {
        return new Form(record, record.getTypeParameters().length == 0 ? List.of() : of);
    }

    /** What a record of a sealed interface is called: {@code fresh} of Reading.Fresh, {@code address} of Address.Id. */
    String word(Class<?> record) {
        Class<?> outer = record.getEnclosingClass();
        Class<?> named = outer == null || outer == raw ? record : outer;
        return named.getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
}
