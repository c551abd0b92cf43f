package dev.enid.agent.cli;

import dev.enid.core.report.Styles;
import java.io.PrintStream;

/**
 * One of the two streams a command prints to.
 *
 * @param stream where it goes
 * @param styles colours on a terminal, none elsewhere
 * @param width in columns; {@link #UNLIMITED} where it is no terminal
 */
public record Terminal(PrintStream stream, Styles styles, int width) {

    /** For a file or a pipe: a line is as long as it is. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** A file, a pipe or a test. */
    public static Terminal plain(PrintStream stream) {
        return new Terminal(stream, Styles.PLAIN, UNLIMITED);
    }

    /** Whether a person is looking: then long work shows its progress. */
    public boolean interactive() {
        return width != UNLIMITED;
    }

    public void line(String text) {
        stream.println(text);
    }
}
