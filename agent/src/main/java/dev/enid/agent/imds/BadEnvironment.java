package dev.enid.agent.imds;

import java.util.List;

/** Environment variables that cannot be what was meant: all of them, each problem named by its variable. */
public final class BadEnvironment extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    BadEnvironment(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each, starting with the variable's name, and saying what would be right. */
    public List<String> problems() {
        return problems;
    }
}
