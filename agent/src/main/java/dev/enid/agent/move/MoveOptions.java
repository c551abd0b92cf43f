package dev.enid.agent.move;

import dev.enid.core.inventory.EniId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to move.
 *
 * @param force detach by force at once
 * @param forceAfter detach by force after this time, where the source does not run
 * @param restore give back what was taken, after a failure
 * @param deviceIndex for an ENI
 * @param networkCard for an ENI
 * @param eni which one of the target's takes the resource
 * @param timeout for the whole of it, without giving back
 */
public record MoveOptions(
        boolean force,
        Optional<Duration> forceAfter,
        boolean restore,
        OptionalInt deviceIndex,
        OptionalInt networkCard,
        Optional<EniId> eni,
        Duration timeout) {

    /** EC2 detaches and attaches within seconds; in a bad hour it takes minutes. */
    public static final Duration TIMEOUT = Duration.ofMinutes(3);

    public static final MoveOptions STANDARD = new MoveOptions(
            false, Optional.empty(), true, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), TIMEOUT);
}
