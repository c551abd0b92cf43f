package dev.enid.agent.imds;

import java.util.List;

/**
 * The values of a key, and the text that told them: IMDS repeats itself, and the same text is not taken apart twice.
 *
 * @param text empty where there is no such key
 */
record Listed<T>(String text, List<T> values) {

    Listed {
        values = List.copyOf(values);
    }

    static <T> Listed<T> none() {
        return new Listed<>("", List.of());
    }

    boolean isEmpty() {
        return values.isEmpty();
    }
}
