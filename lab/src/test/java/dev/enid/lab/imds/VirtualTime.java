package dev.enid.lab.imds;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until someone sleeps by it or moves it on. */
final class VirtualTime implements LabTime {

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration duration) {
        now = now.plus(duration);
    }
}
