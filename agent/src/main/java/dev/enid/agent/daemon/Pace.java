package dev.enid.agent.daemon;

import java.time.Duration;

/**
 * How fast the daemon goes.
 *
 * @param gap between the beginnings of two passes that events ask for; news from IMDS does not wait for it
 * @param hold how long a pass waits for IMDS to tell of a link that has just appeared
 * @param firstHold how long the first pass waits for IMDS
 * @param refresh between two readings of IMDS
 * @param firstRetry after a reading of IMDS, or a pass, that failed; doubled each time, up to {@code refresh}
 * @param look after a link appeared that IMDS does not know, until it is asked again; doubled up to {@code mostLook}
 * @param giveUp how long that goes on
 * @param lookInterval between two such questions on average; {@code lookBurst} of them may come at once
 * @param contested how often in a row somebody undoes a change before it is left alone
 * @param quick within which a change counts as undone by somebody who watches
 * @param firstRest how long it is left alone then; doubled up to {@code mostRest}
 * @param quiet after which a change that stayed is no longer contested
 */
public record Pace(
        Duration gap,
        Duration hold,
        Duration firstHold,
        Duration refresh,
        Duration firstRetry,
        Duration look,
        Duration mostLook,
        Duration giveUp,
        Duration lookInterval,
        int lookBurst,
        int contested,
        Duration quick,
        Duration firstRest,
        Duration mostRest,
        Duration quiet) {

    public static final Pace DEFAULT = new Pace(
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            40,
            10,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(60));

    /**
     * With what the settings say.
     *
     * @param refreshes the time between two readings of IMDS
     * @param givesUp how long IMDS is asked about a link that has just appeared
     */
    public Pace with(Duration refreshes, Duration givesUp) {
        return new Pace(
                gap,
                hold,
                firstHold,
                refreshes,
                firstRetry,
                look,
                mostLook,
                givesUp,
                lookInterval,
                lookBurst,
                contested,
                quick,
                firstRest,
                mostRest,
                quiet);
    }

    /** {@code first} doubled {@code times} times, at most {@code most}. */
    static Duration doubled(Duration first, int times, Duration most) {
        Duration wait = first;
        for (int i = 0; i < times && wait.compareTo(most) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
