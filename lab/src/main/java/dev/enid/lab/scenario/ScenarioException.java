package dev.enid.lab.scenario;

import dev.enid.lab.topology.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A scenario that cannot be played, with everything that is wrong in its file. */
public final class ScenarioException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ScenarioException(String source, List<Problem> problems) {
        super(source + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":"
                + problems.stream().sorted().map(each -> "\n  " + each).collect(Collectors.joining()));
        this.problems = problems.stream().sorted().toList();
    }

    /** By line. */
    public List<Problem> problems() {
        return problems;
    }
}
