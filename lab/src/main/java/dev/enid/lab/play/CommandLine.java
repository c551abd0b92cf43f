package dev.enid.lab.play;

import java.util.List;

/** Commands of {@code enid lab}, run in this process. */
@FunctionalInterface
public interface CommandLine {

    /**
     * Runs one on a lab.
     *
     * @param words as typed after {@code enid lab}
     */
    Ran run(List<String> words) throws InterruptedException;

    /** How a command ended, and what it printed to either of its outputs. */
    record Ran(int exit, String output) {}
}
