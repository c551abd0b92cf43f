package dev.enid.agent.operations;

import java.util.List;

/** Why something that was asked cannot be done: what is wrong, then what to do about it, a line each. */
public final class OperationFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    public OperationFailed(String... lines) {
        this(List.of(lines));
    }

    public OperationFailed(List<String> lines) {
        super(String.join("; ", lines));
        this.lines = List.copyOf(lines);
    }

    public OperationFailed(Throwable cause, String... lines) {
        super(String.join("; ", lines), cause);
        this.lines = List.of(lines);
    }

    /** At least one. */
    public List<String> lines() {
        return lines;
    }
}
