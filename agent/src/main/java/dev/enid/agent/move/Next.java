package dev.enid.agent.move;

import java.util.Optional;

/** What follows from where a resource is. */
sealed interface Next {

    /** It is where it is to be. */
    record Arrived() implements Next {}

    /** EC2 is at it. */
    record Wait() implements Next {}

    /** Its holder has to give it up. */
    record Release() implements Next {}

    /** The goal is to take it. */
    record Take() implements Next {}

    /** Someone else has it, who had not got it when the move was planned: they may have more right to it. */
    record Lost(String holder) implements Next {}

    /**
     * Decides.
     *
     * @param source who had it when the move was planned
     * @param releaseFirst whether its holder has to give it up before another can take it
     */
    static Next of(Whereabouts now, String goal, Optional<String> source, boolean releaseFirst) {
        if (now.isNowhere()) {
            return new Take();
        }
        String holder = now.holder().orElseThrow();
        if (!holder.equals(goal) && !source.equals(now.holder())) {
            // On its way out it may be taken afterwards, if whoever took it let go of it again.
            return now.stage() == Whereabouts.Stage.GOING ? new Wait() : new Lost(holder);
        }
        return switch (now.stage()) {
            case COMING, GOING -> new Wait();
            case SETTLED -> holder.equals(goal) ? new Arrived() : releaseFirst ? new Release() : new Take();
        };
    }

    /**
     * As {@link #of}, to bring back what has no holder: wherever else it is, it stays.
     *
     * @param source who was asked to give it up
     * @param believed whether it would show by now, had that been done
     */
    static Next back(Whereabouts now, String source, boolean believed) {
        if (now.isNowhere()) {
            return new Take();
        }
        boolean leaving = now.stage() == Whereabouts.Stage.GOING || (now.isAt(source) && !believed);
        return leaving ? new Wait() : new Arrived();
    }
}
