package dev.enid.agent.move;

import dev.enid.agent.ec2.Ec2Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * When a source that does not let go is no longer asked to. A running host would lose what it has not sent or written yet, so
 * that it is forced only where somebody says so.
 */
final class Force {

    /**
     * What was asked for.
     *
     * @param after where the source does not run
     */
    record Wish(boolean atOnce, Optional<Duration> after) {
        static final Wish NEVER = new Wish(false, Optional.empty());
    }

    private final Wish wish;
    private final Optional<Place> source;
    private final Deadline patience;
    private final Asking asking;
    private final Consumer<String> listener;

    /**
     * Its time begins.
     *
     * @param listener hears why there is no force where there might be
     */
    Force(Wish wish, Optional<Place> source, Deadline patience, Asking asking, Consumer<String> listener) {
        this.wish = wish;
        this.source = source;
        this.patience = patience;
        this.asking = asking;
        this.listener = listener;
    }

    /** Whether it is time. What somebody else had meanwhile, and now lets go of, is theirs to force. */
    boolean isDue(Whereabouts now) throws Ec2Failure, InterruptedException {
        Optional<String> holder =
                source.filter(place -> now.isAt(place.holder())).map(Place::instance);
        if (holder.isEmpty()) {
            return false;
        }
        if (wish.atOnce()) {
            return true;
        }
        if (wish.after().isEmpty() || !patience.isOver()) {
            return false;
        }
        boolean runs = asking.of(each -> each.instances(List.of(holder.get()))).stream()
                .anyMatch(each -> each.running());
        if (runs) {
            listener.accept("not by force: " + holder.get() + " runs, and may still let go");
        }
        return !runs;
    }
}
