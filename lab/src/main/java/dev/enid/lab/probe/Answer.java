package dev.enid.lab.probe;

import java.time.Duration;

/** What came of an attempt to reach somebody. */
public sealed interface Answer {

    /**
     * There was one.
     *
     * @param took from the first packet of the attempt that got it
     */
    record Reached(Duration took) implements Answer {}

    /** Nothing came back in time: a packet was dropped, there or on the way back. */
    record Silence(Duration waited) implements Answer {}

    /** Somebody said no, or there was no way to send: connection refused, host unreachable, no route. */
    record Refused(String why) implements Answer {}

    default boolean reached() {
        return this instanceof Reached;
    }
}
