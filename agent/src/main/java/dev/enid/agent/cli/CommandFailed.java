package dev.enid.agent.cli;

import java.util.List;

/** Why a command cannot do what it was asked, in a line or two that say what to do next. */
public final class CommandFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exit;
    private final transient List<String> lines;

    /**
     * Fails with an exit code.
     *
     * @param exit one of {@link Exit}
     * @param lines the first says what is wrong, the others what to do; without a full stop or the program's name
     */
    public CommandFailed(int exit, String... lines) {
        super(String.join("; ", lines));
        this.exit = exit;
        this.lines = List.of(lines);
    }

    /** Fails for {@code cause}, whose stack trace {@code --debug} shows. */
    public CommandFailed(int exit, Throwable cause, String... lines) {
        super(String.join("; ", lines), cause);
        this.exit = exit;
        this.lines = List.of(lines);
    }

    public int exit() {
        return exit;
    }

    public List<String> lines() {
        return lines;
    }
}
