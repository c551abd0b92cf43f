package dev.enid.agent.settings;

/**
 * One setting: the only place where its name, its form, its standard and its meaning stand. The reader, the documentation and
 * {@code enid settings} are made from it.
 *
 * @param key dotted: {@code imds.timeout} is {@code timeout} in the table {@code [imds]}
 * @param standard what holds where the file says nothing
 * @param example as written in the file
 * @param meaning in sentences
 */
record Setting<T>(String key, Form<T> form, T standard, String example, String meaning) {

    String written() {
        return form.write(standard);
    }
}
