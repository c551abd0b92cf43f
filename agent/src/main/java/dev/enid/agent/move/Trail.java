package dev.enid.agent.move;

import dev.enid.agent.imds.Timing;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What has happened so far, and when. */
public final class Trail {

    /** Hears of it at once. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Something happened.
         *
         * @param sinceStart of the move
         */
        void line(Duration sinceStart, String text);
    }

    private final Timing timing;
    private final Listener listener;
    private final long start;
    private final Map<Phase, Duration> reached = new EnumMap<>(Phase.class);

    public Trail(Timing timing, Listener listener) {
        this.timing = timing;
        this.listener = listener;
        start = timing.nanos().getAsLong();
    }

    private Duration now() {
        return Duration.ofNanos(timing.nanos().getAsLong() - start);
    }

    void say(String text) {
        listener.line(now(), text);
    }

    /** Whether that is new: the first time counts, and is told. */
    boolean reached(Phase phase, String text) {
        boolean isNew = reached.putIfAbsent(phase, now()) == null;
        if (isNew) {
            say(text);
        }
        return isNew;
    }

    /** By the time since the start of the move, in the order of {@link Phase}. */
    public Map<Phase, Duration> reached() {
        return Map.copyOf(reached);
    }
}
