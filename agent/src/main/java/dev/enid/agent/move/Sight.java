package dev.enid.agent.move;

/** The target's own view of what arrives, where the move is made on the target. */
@FunctionalInterface
public interface Sight {

    /**
     * How far it has come there.
     *
     * @param waiting what is missing, for a person; empty where nothing is
     */
    record Seen(boolean imds, boolean link, boolean routed, String waiting) {}

    /** Looks, and has enid look where that is needed. */
    Seen look(MovePlan.Sign sign) throws InterruptedException;
}
