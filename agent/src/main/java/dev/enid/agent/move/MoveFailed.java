package dev.enid.agent.move;

import java.util.List;

/** Why a resource is not where it was to go, or not known to be. */
public final class MoveFailed extends Exception {

    private static final long serialVersionUID = 1L;

    /** How things ended. */
    public enum Outcome {
        /** Before anything was changed. */
        REFUSED("refused"),
        /** It is where it was before. */
        RESTORED("restored"),
        /** Someone else took it meanwhile. */
        LOST("lost"),
        /** Something else; the lines say where it is. */
        FAILED("failed");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /** As it stands in JSON. */
        public String text() {
            return text;
        }
    }

    private final Outcome outcome;
    private final transient List<String> lines;

    /** @param lines what is wrong, then what to do about it, without a full stop */
    public MoveFailed(Outcome outcome, List<String> lines) {
        super(String.join("; ", lines));
        this.outcome = outcome;
        this.lines = List.copyOf(lines);
    }

    MoveFailed(Outcome outcome, List<String> lines, Throwable cause) {
        super(String.join("; ", lines), cause);
        this.outcome = outcome;
        this.lines = List.copyOf(lines);
    }

    static MoveFailed refused(String... lines) {
        return new MoveFailed(Outcome.REFUSED, List.of(lines));
    }

    public Outcome outcome() {
        return outcome;
    }

    public List<String> lines() {
        return lines;
    }
}
