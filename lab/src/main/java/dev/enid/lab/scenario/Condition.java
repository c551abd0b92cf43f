package dev.enid.lab.scenario;

import java.util.regex.Pattern;

/** What a text has to meet. Runs of blanks, tabs and the like count as one blank, in the text and in the condition. */
public sealed interface Condition {

    /** As it is written in a file. */
    String text();

    /** {@code contains TEXT}. */
    record Contains(String part) implements Condition {
        @Override
        public String text() {
            return "contains " + part;
        }
    }

    /** {@code lacks TEXT}. */
    record Lacks(String part) implements Condition {
        @Override
        public String text() {
            return "lacks " + part;
        }
    }

    /** {@code matches EXPRESSION}: one of its lines does, somewhere. */
    record Matches(Pattern pattern) implements Condition {
        @Override
        public String text() {
            return "matches " + pattern;
        }
    }

    /** {@code is empty}. */
    record Empty() implements Condition {
        @Override
        public String text() {
            return "is empty";
        }
    }

    /** {@code exit N}, of a command. */
    record ExitCode(int code) implements Condition {
        @Override
        public String text() {
            return "exit " + code;
        }
    }
}
