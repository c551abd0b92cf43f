package dev.enid.lab.imds;

import java.time.Duration;
import java.time.Instant;

/** The service's clock, and its only way to wait. */
public interface LabTime {

    Instant now();

    /** Waits that long by this clock. */
    void sleep(Duration duration) throws InterruptedException;

    /** The machine's own time. */
    static LabTime system() {
        return new LabTime() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(duration);
            }
        };
    }
}
