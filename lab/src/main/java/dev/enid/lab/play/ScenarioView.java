package dev.enid.lab.play;

import java.util.List;
import java.util.Optional;

/**
 * What came of a scenario.
 *
 * @param lab the name of the lab that it was played in
 * @param topology as the scenario names it
 * @param tookMs from before the lab came up until after the last step
 * @param failure absent where everything held
 */
public record ScenarioView(
        String name,
        String title,
        List<String> complaints,
        String lab,
        String topology,
        boolean ok,
        long tookMs,
        List<StepView> steps,
        Optional<FailureView> failure) {

    public ScenarioView {
        complaints = List.copyOf(complaints);
        steps = List.copyOf(steps);
    }

    /**
     * A step that was done, or tried.
     *
     * @param line in the scenario's file
     * @param step as it is written there
     * @param detail what was seen, in short; empty where there is nothing to say
     */
    public record StepView(int line, String step, boolean ok, long tookMs, String detail) {}

    /**
     * Why a scenario failed.
     *
     * @param line in the scenario's file; 0 for the scenario as a whole
     */
    public record FailureView(int line, String expected, String seen, List<EvidenceView> evidence) {
        public FailureView {
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * How things were at the time of the failure.
     *
     * @param what a command, or whose log it is
     */
    public record EvidenceView(String what, String text) {}
}
