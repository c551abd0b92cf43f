package dev.enid.lab.ec2;

import dev.enid.lab.imds.LabTime;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until someone sleeps by it or moves it on. */
final class StandingTime implements LabTime {

    static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private Instant now = START;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        now = now.plus(duration);
    }

    /** How long was slept since the start. */
    Duration passed() {
        return Duration.between(START, now);
    }
}
