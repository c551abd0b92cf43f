package dev.enid.lab.scenario;

import dev.enid.lab.topology.Vpc;
import java.util.List;

/**
 * A scenario that can be played.
 *
 * @param name of its file, without the ending
 * @param title one line
 * @param complaints whose trouble it is about: repository, number and a sentence each
 * @param topology as the file names it; {@code its own} where it holds one
 * @param vpc what comes up
 */
public record Scenario(
        String name, String title, List<String> complaints, String topology, Vpc vpc, List<Entry> steps) {

    public Scenario {
        complaints = List.copyOf(complaints);
        steps = List.copyOf(steps);
    }

    /** Every step, those inside of others too, in the file's order. */
    public List<Entry> allSteps() {
        return steps.stream().flatMap(Entry::withThoseBelow).toList();
    }
}
