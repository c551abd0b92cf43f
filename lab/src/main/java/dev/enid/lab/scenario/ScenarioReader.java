package dev.enid.lab.scenario;

import dev.enid.lab.topology.Problem;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a scenario's file: first its head, then its steps. docs/scenarios.md describes what is read here. */
public final class ScenarioReader {

    private static final String TITLE = "title";
    private static final String COMPLAINT = "complaint";
    private static final String TOPOLOGY = "topology";
    private static final Set<String> HEAD = Set.of(TITLE, COMPLAINT, TOPOLOGY);
    private static final String USUAL_TOPOLOGY = "two-enis";

    /** Where topologies come from. */
    public interface Topologies {

        /** By the name of one that comes with the lab, or of a file. */
        Vpc named(String name) throws TopologyException;

        /** From its text. */
        Vpc of(String text) throws TopologyException;
    }

    private final String source;
    private final Vocabulary vocabulary;
    private final Topologies topologies;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private String title = "";
    private String topology = USUAL_TOPOLOGY;
    private Optional<Line> topologyLine = Optional.empty();

    private ScenarioReader(String source, Vocabulary vocabulary, Topologies topologies) {
        this.source = source;
        this.vocabulary = vocabulary;
        this.topologies = topologies;
    }

    /**
     * Reads one.
     *
     * @param name what it is called, without the ending of a file
     * @param source what a message calls it
     * @throws ScenarioException with every problem of the text
     */
    public static Scenario read(String name, String source, String text, Vocabulary vocabulary, Topologies topologies)
            throws ScenarioException {
        return new ScenarioReader(source, vocabulary, topologies).read(name, text);
    }

    private Scenario read(String name, String text) throws ScenarioException {
        List<Line> lines = Line.of(text, problems);
        int head = 0;
        while (head < lines.size() && HEAD.contains(first(lines.get(head)))) {
            head(lines.get(head++));
        }
        if (title.isEmpty()) {
            problems.add(new Problem(0, "", "has no title: it should begin with \"title WHAT IT IS ABOUT\""));
        }
        Optional<Vpc> vpc = vpc();
        List<Line> body = lines.subList(head, lines.size());
        // Without a topology no name is known: only what is wrong in any case is told.
        StepReader reader = new StepReader(vocabulary, vpc.map(Names::new), problems);
        List<Entry> steps = reader.read(body);
        if (body.isEmpty()) {
            problems.add(new Problem(0, "", "has no steps"));
        }
        if (vpc.isEmpty() || !problems.isEmpty()) {
            throw new ScenarioException(source, problems);
        }
        return new Scenario(name, title, complaints, topology, vpc.get(), steps);
    }

    private static String first(Line line) {
        return line.text().split("\\s", 2)[0];
    }

    private static String rest(Line line) {
        String[] parts = line.text().split("\\s+", 2);
        return parts.length == 2 ? parts[1] : "";
    }

    private void head(Line line) {
        String rest = rest(line);
        switch (first(line)) {
            case TITLE -> {
                if (!title.isEmpty()) {
                    problem(line, "is a second title");
                }
                title = rest;
                noBlock(line);
            }
            case COMPLAINT -> {
                complaints.add(rest);
                noBlock(line);
            }
            default -> {
                if (topologyLine.isPresent()) {
                    problem(line, "is a second topology");
                }
                topologyLine = Optional.of(line);
                if (rest.isEmpty() == !line.hasBlock()) {
                    problem(line, "expected: topology NAME, topology FILE, or the lines of one below, indented");
                }
            }
        }
    }

    private Optional<Vpc> vpc() {
        try {
            if (topologyLine.isEmpty()) {
                return Optional.of(topologies.named(USUAL_TOPOLOGY));
            }
            Line line = topologyLine.get();
            if (line.hasBlock()) {
                topology = "its own";
                return Optional.of(topologies.of(line.block()));
            }
            topology = rest(line);
            return Optional.of(topologies.named(topology));
        } catch (TopologyException e) {
            Line line = topologyLine.orElseThrow(() -> new IllegalStateException(e));
            for (Problem each : e.problems()) {
                // Of a block, the line of the whole file; of another file, its own line in the text.
                problems.add(
                        line.hasBlock()
                                ? new Problem(line.number() + each.line(), each.key(), each.text())
                                : new Problem(line.number(), "topology " + rest(line), each.toString()));
            }
            return Optional.empty();
        }
    }

    private void noBlock(Line line) {
        if (line.hasBlock()) {
            problem(line, "takes no lines below it");
        }
        if (rest(line).isEmpty()) {
            problem(line, "expected: " + first(line) + " TEXT");
        }
    }

    private void problem(Line line, String text) {
        problems.add(new Problem(line.number(), "", text));
    }

    /** Words that begin a line of the head. */
    static Set<String> headWords() {
        return new TreeSet<>(HEAD);
    }
}
