package dev.enid.lab.fabric;

import java.time.Duration;
import java.util.Optional;

/**
 * How long EC2 takes to attach and to detach an ENI once it has said that it will.
 *
 * @param attach until the link appears in the instance
 * @param detach from when the link is gone until the ENI is free; empty: it never is, unless by force
 */
public record Delays(Duration attach, Optional<Duration> detach) {

    public static final Delays NONE = new Delays(Duration.ZERO, Optional.of(Duration.ZERO));

    public Delays {
        if (attach.isNegative() || detach.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("a delay is not negative");
        }
    }
}
