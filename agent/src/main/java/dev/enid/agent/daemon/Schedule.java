package dev.enid.agent.daemon;

import dev.enid.core.inventory.Instance;
import dev.enid.core.kernel.Link;
import dev.enid.core.reading.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Decides what the daemon does next, and when: a state that hears of events and tells the one thing to do. It does nothing
 * itself and knows no clock; times are handed in and never go back. For one thread.
 */
final class Schedule {

    private static final Instant NEVER = Instant.MAX;

    private final Pace pace;
    private final Arrivals arrivals;
    private final BackOff backOff;

    private Reading<Instance> instance;
    private Optional<Asking> asking = Optional.empty();
    private Instant refreshAt;
    private int failedReadings;
    /** When the next question about a link would come in even steps: how far ahead of now says how much of the burst is used. */
    private Instant lookCredit;

    private boolean dirty = true;
    private boolean urgent;
    /** Not before that, for the sake of the last pass, or of an answer of IMDS that is due. */
    private Instant gapEnds;

    private Instant holdEnds;
    private boolean held;
    private Instant passBegan;
    private Instant restsSeen;
    private Instant retryAt = NEVER;
    private int failedPasses;

    private final Set<Long> requested = new HashSet<>();
    private final Set<Long> answerable = new HashSet<>();

    /** A question to IMDS under way. */
    private record Asking(Ask ask, Instant begun, Set<Long> requests) {}

    /**
     * What a pass came to.
     *
     * @param links the links that are there, empty when the kernel could not be read
     * @param done what was changed
     * @param converged whether nothing is left to do
     */
    record Ended(Optional<List<Link>> links, List<BackOff.Done> done, boolean converged) {}

    /**
     * Begins with a reading of IMDS and a pass.
     *
     * @param instance nothing known yet
     */
    Schedule(Pace pace, Instant now, Reading<Instance> instance, Consumer<DaemonEvent> tell) {
        this.pace = pace;
        this.instance = instance;
        this.arrivals = new Arrivals(pace, tell);
        this.backOff = new BackOff(pace, tell);
        refreshAt = now;
        lookCredit = now;
        gapEnds = now;
        holdEnds = now.plus(pace.firstHold());
        passBegan = now;
        restsSeen = now;
    }

    /** What is known of IMDS. */
    Reading<Instance> instance() {
        return instance;
    }

    List<DaemonView.Waiting> waiting() {
        return arrivals.view();
    }

    /** Whether a pass is to come, whatever else is heard. */
    boolean isDirty() {
        return dirty;
    }

    /**
     * The kernel told something.
     *
     * @param news whether the last pass did not see it yet
     */
    void heard(Instant now, Notice notice, boolean news) {
        dirty |= news;
        switch (notice) {
            case Notice.There(Link link) -> {
                if (arrivals.there(now, link)) {
                    // The pass would find nothing to do for it; IMDS is asked first, and answers in a millisecond or
                    // two.
                    dirty = true;
                    hold(now);
                }
            }
            case Notice.Gone(Link link) -> arrivals.gone(link.index());
            case Notice.There _, Notice.Gone _, Notice.Marks _, Notice.Anything _ -> {}
        }
    }

    /** Once for each pass: where links never cease to come, passes run all the same. */
    private void hold(Instant now) {
        if (!held) {
            held = true;
            holdEnds = later(holdEnds, now.plus(pace.hold()));
        }
    }

    /** Somebody asks for a reading of IMDS and a pass, both begun after this. */
    void requested(long request) {
        requested.add(request);
    }

    /** The settings are others. */
    void settingsChanged() {
        dirty = true;
        urgent = true;
    }

    /** IMDS was read. */
    void metadataRead(Instant now, Reading<Instance> reading) {
        Asking asked = asking.orElseThrow();
        asking = Optional.empty();
        boolean news = !reading.known().equals(instance.known()) || reading.isFresh() != instance.isFresh();
        instance = reading;
        arrivals.read(now, asked.begun, reading);
        holdEnds = now;
        answerable.addAll(asked.requests);
        urgent |= news || !answerable.isEmpty();
        // Without news too: what no event tells of, such as a sysctl, is looked at this often.
        dirty = true;
        switch (asked.ask) {
            case Ask.Refresh _ -> {
                failedReadings = reading.isFresh() ? 0 : failedReadings + 1;
                refreshAt = now.plus(
                        reading.isFresh()
                                ? pace.refresh()
                                : Pace.doubled(pace.firstRetry(), failedReadings - 1, pace.refresh()));
            }
            case Ask.Appeared _ -> {}
        }
    }

    /** A pass ended; events that came meanwhile are told afterwards. */
    void passEnded(Instant now, Ended ended) {
        Duration took = Duration.between(passBegan, now);
        // Where passes take long, because the tables are long, they take half of the time at most.
        gapEnds = later(passBegan.plus(pace.gap()), now.plus(took));
        ended.links.ifPresent(links -> arrivals.seen(now, links, instance));
        backOff.done(now, ended.done);
        failedPasses = ended.converged ? 0 : failedPasses + 1;
        retryAt = ended.converged ? NEVER : now.plus(Pace.doubled(pace.firstRetry(), failedPasses - 1, pace.refresh()));
    }

    /** The one thing to do now. What it tells to do counts as begun. */
    Next next(Instant now) {
        backOff.expire(now);
        if (asking.isEmpty()) {
            Optional<Ask> ask = ask(now);
            if (ask.isPresent()) {
                asking = Optional.of(new Asking(ask.get(), now, Set.copyOf(requested)));
                requested.clear();
                return new Next.Read(ask.get());
            }
        }
        if (backOff.restEnded(restsSeen, now)) {
            dirty = true;
        }
        restsSeen = now;
        Instant due = passDue();
        if (!due.isAfter(now)) {
            return run(now);
        }
        return new Next.Wait(Stream.of(due, nextQuestion(), backOff.next(now).orElse(NEVER))
                .min(Instant::compareTo)
                .orElse(NEVER));
    }

    private Next run(Instant now) {
        Next run = new Next.Run(backOff.resting(now), answerable);
        answerable.clear();
        dirty = false;
        urgent = false;
        held = false;
        retryAt = NEVER;
        passBegan = now;
        return run;
    }

    private Instant passDue() {
        if (dirty && urgent) {
            return Instant.MIN;
        }
        return dirty ? later(gapEnds, holdEnds) : retryAt;
    }

    private Optional<Ask> ask(Instant now) {
        if (!requested.isEmpty() || !refreshAt.isAfter(now)) {
            return Optional.of(new Ask.Refresh());
        }
        if (lookAllowed().isAfter(now)) {
            return Optional.empty();
        }
        var macs = arrivals.take(now);
        if (macs.isEmpty()) {
            return Optional.empty();
        }
        lookCredit = later(lookCredit, now).plus(pace.lookInterval());
        return Optional.of(new Ask.Appeared(macs));
    }

    private Instant lookAllowed() {
        return lookCredit.minus(pace.lookInterval().multipliedBy(pace.lookBurst() - 1L));
    }

    private Instant nextQuestion() {
        if (asking.isPresent()) {
            return NEVER;
        }
        Instant look = arrivals.next().map(time -> later(time, lookAllowed())).orElse(NEVER);
        return look.isBefore(refreshAt) ? look : refreshAt;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
