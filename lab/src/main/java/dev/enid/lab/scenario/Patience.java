package dev.enid.lab.scenario;

import java.time.Duration;

/** When an expectation has to hold. */
public sealed interface Patience {

    /** At the first look. */
    record Now() implements Patience {}

    /** At some look until then. */
    record Within(Duration time) implements Patience {}

    /** At every look until then. */
    record For(Duration time) implements Patience {}
}
