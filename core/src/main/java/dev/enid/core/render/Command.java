package dev.enid.core.render;

import java.util.List;

/**
 * What a manager is told: a program and its arguments, which no shell reads.
 *
 * @param words the program by its name, as it is found below /usr/sbin, /usr/bin, /sbin and /bin, and its arguments
 */
public record Command(List<String> words) {

    public Command {
        words = List.copyOf(words);
        if (words.isEmpty() || words.getFirst().contains("/")) {
            throw new IllegalArgumentException("no program by its name: " + words);
        }
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
