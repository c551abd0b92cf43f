package dev.enid.lab.topology;

import java.util.List;
import java.util.stream.Collectors;

/** A topology file that cannot be used, with everything that is wrong in it. */
public final class TopologyException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    TopologyException(String source, List<Problem> problems) {
        super(source + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":"
                + problems.stream().sorted().map(each -> "\n  " + each).collect(Collectors.joining()));
        this.problems = problems.stream().sorted().toList();
    }

    /** By line. */
    public List<Problem> problems() {
        return problems;
    }
}
