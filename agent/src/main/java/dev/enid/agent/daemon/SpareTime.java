package dev.enid.agent.daemon;

/** What the daemon does before it waits. */
@FunctionalInterface
public interface SpareTime {

    /**
     * Does something useful, some milliseconds long.
     *
     * @return whether there is more to do before the daemon may wait
     */
    boolean use();

    /** Nothing to do. */
    SpareTime NONE = () -> false;
}
