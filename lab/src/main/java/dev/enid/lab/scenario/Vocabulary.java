package dev.enid.lab.scenario;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The commands of {@code enid lab} that can be steps. */
public interface Vocabulary {

    /** Their first words. */
    Set<String> verbs();

    /**
     * A command line, without {@code enid lab}, taken apart as far as names go.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    Named check(List<String> words);

    /** The names on a command line. */
    record Named(Optional<String> instance, Optional<String> eni) {}
}
