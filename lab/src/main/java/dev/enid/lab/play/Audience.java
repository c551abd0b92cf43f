package dev.enid.lab.play;

import dev.enid.lab.scenario.Entry;

/** Whoever hears of a scenario while it is played. */
public interface Audience {

    /**
     * A step begins that has others inside of it.
     *
     * @param depth 0 for a step that is inside of no other
     */
    void begins(int depth, Entry entry);

    /** A step is done, or has failed. */
    void done(int depth, ScenarioView.StepView step);
}
