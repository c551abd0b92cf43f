package dev.enid.agent.daemon;

import dev.enid.agent.pass.Pass;
import dev.enid.agent.pass.Report;
import dev.enid.core.desire.Settings;
import dev.enid.core.desire.Standing;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Outcome;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.linux.posix.LinuxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon. {@link #run} is the thread that runs the passes, and everything it knows belongs to that thread; others leave it
 * letters.
 */
public final class Daemon implements DaemonAccess {

    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private static final Fault NOT_READ_YET = new Fault(Fault.Kind.NOT_YET, "reading IMDS", "not read yet");

    /**
     * What the daemon is made of.
     *
     * @param pass in the network namespace that the daemon looks after
     * @param events of the same namespace
     * @param marks events of enid's table of nftables in it; opened when there is one
     * @param spareTime used while there is nothing to do
     * @param wall the time of day
     * @param nanos a clock that never jumps
     */
    public record Parts(
            Pass pass,
            KernelEvents.Source events,
            KernelEvents.Source marks,
            Metadata metadata,
            SpareTime spareTime,
            ServiceState service,
            Settings settings,
            Pace pace,
            String version,
            InstantSource wall,
            LongSupplier nanos) {}

    private final Parts parts;
    private final Inbox inbox = new Inbox();
    private final Audience audience = new Audience();
    private final Listener listener;
    private Optional<Listener> marks = Optional.empty();
    private boolean deafToMarks;
    private final MetadataThread metadata;
    private final Schedule schedule;
    private final Chronicle chronicle = new Chronicle();
    private final long start;
    private final AtomicLong requests = new AtomicLong();
    /** Who waits for a pass; guards {@code ended} too. */
    private final Map<Long, CompletableFuture<Report>> waiting = new HashMap<>();

    /** What the passes came to since each request: the one that answers it may not be the one that had the most to do. */
    private final Map<Long, Optional<Report>> sinceAsked = new HashMap<>();

    /** Whose pass has run, while the host's network manager still brings something about. */
    private final Set<Long> unanswered = new HashSet<>();

    private boolean ended;

    private Settings settings;
    private Seen seen = Seen.NOTHING;
    private Optional<String> stopping = Optional.empty();
    private volatile DaemonView view;

    /**
     * Makes it, and listens to the kernel from here on.
     *
     * @throws LinuxException when the kernel cannot be listened to
     */
    public Daemon(Parts parts) throws LinuxException {
        this.parts = parts;
        this.settings = parts.settings;
        start = parts.nanos.getAsLong();
        listener = new Listener("enid-kernel", parts.events, inbox);
        metadata = new MetadataThread(parts.metadata, inbox);
        Reading<dev.enid.core.inventory.Instance> nothing = new Reading.Missing<>(NOT_READ_YET);
        // What a manager has brought about, the kernel tells; what it has not, nobody else does.
        parts.pass.desk().onAnswer(() -> inbox.put(new Letter.Heard(new Notice.Anything())));
        schedule = new Schedule(parts.pace, now(), nothing, audience::tell);
        view = new DaemonView(parts.wall.instant(), Optional.empty(), nothing, List.of());
    }

    /** Counted from the start by a clock that never jumps; not the time of day. */
    private Instant now() {
        return Instant.EPOCH.plusNanos(parts.nanos.getAsLong() - start);
    }

    /** Runs until {@link #stop}, or until the thread is interrupted. */
    public void run() {
        audience.tell(new DaemonEvent.Started(parts.version));
        listener.start();
        metadata.start();
        try {
            while (stopping.isEmpty()) {
                parts.service.alive(now());
                inbox.take(Duration.ZERO).forEach(this::read);
                step(schedule.next(now()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = Optional.of("interrupted");
        } finally {
            end();
        }
    }

    /**
     * Has SIGTERM and SIGINT end {@link #run}, and the JVM wait for it: the service manager is told, and whoever waits for a
     * pass.
     *
     * @param longest that the JVM waits
     */
    public void stopAtShutdown(Duration longest) {
        Thread runs = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("enid-stop").unstarted(() -> {
                    stop("asked to terminate");
                    try {
                        runs.join(longest);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
    }

    private void step(Next next) throws InterruptedException {
        switch (next) {
            case Next.Read(Ask ask) -> metadata.ask(ask, schedule.instance());
            case Next.Run run -> pass(run);
            case Next.Wait(Instant until) -> {
                if (!inbox.isEmpty()) {
                    return;
                }
                if (view.last().isEmpty() || !parts.spareTime.use()) {
                    Instant end = until.isBefore(parts.service.aliveUntil()) ? until : parts.service.aliveUntil();
                    inbox.take(between(now(), end)).forEach(this::read);
                }
            }
        }
    }

    private static Duration between(Instant now, Instant until) {
        Instant latest = now.plus(Duration.ofHours(1));
        return Duration.between(now, until.isBefore(latest) ? until : latest);
    }

    private void read(Letter letter) {
        switch (letter) {
            case Letter.Heard(Notice notice) ->
                schedule.heard(now(), notice, schedule.isDirty() || seen.isNews(notice));
            case Letter.MetadataRead(var reading) -> {
                schedule.metadataRead(now(), reading);
                show(view.last());
            }
            case Letter.PassRequested(long request, Optional<Settings> changed) -> {
                sinceAsked.put(request, Optional.empty());
                schedule.requested(request);
                changed.ifPresent(this::goOnWith);
            }
            case Letter.SettingsChanged(Settings changed) -> goOnWith(changed);
            case Letter.Stop(String why) -> stopping = Optional.of(why);
        }
    }

    private void goOnWith(Settings changed) {
        settings = changed;
        schedule.settingsChanged();
    }

    /** An error of our own in the policy or the planner is told and tried again: without the daemon nothing is repaired at all. */
    private void pass(Next.Run run) {
        Report report;
        try {
            report = parts.pass.run(schedule.instance(), settings, run.resting());
        } catch (RuntimeException e) {
            schedule.passEnded(now(), new Schedule.Ended(Optional.empty(), List.of(), false));
            chronicle.broke(now(), e).forEach(audience::tell);
            answer(run.answers(), (future, _) -> future.completeExceptionally(e));
            return;
        }
        sinceAsked.replaceAll((_, earlier) ->
                Optional.of(earlier.map(each -> each.then(report)).orElse(report)));
        Instant now = now();
        schedule.passEnded(now, ended(report));
        seen = report.after().kernel().known().map(Seen::new).orElse(Seen.NOTHING);
        if (marks.isEmpty() && report.after().state().marks().isPresent()) {
            listenToMarks();
        }
        chronicle.tell(now, report).forEach(audience::tell);
        show(Optional.of(report));
        parts.service.passed(status(report));
        unanswered.addAll(run.answers());
        if (!report.isUnderWay()) {
            answer(Set.copyOf(unanswered), (future, whole) -> future.complete(whole.orElse(report)));
            unanswered.clear();
        }
    }

    /** Not before there is such a table: most hosts have none, and do without a socket and a thread for it. */
    private void listenToMarks() {
        try {
            Listener fresh = new Listener("enid-nftables", parts.marks, inbox);
            fresh.start();
            marks = Optional.of(fresh);
            // What happened since the pass looked was not heard yet.
            inbox.put(new Letter.Heard(new Notice.Marks()));
        } catch (LinuxException e) {
            if (!deafToMarks) {
                LOG.warn("changes of nftables are not heard, and are found by the passes that come anyway", e);
            }
            deafToMarks = true;
        }
    }

    private static Schedule.Ended ended(Report report) {
        List<BackOff.Done> done = report.applied().results().stream()
                .filter(result -> result.outcome() instanceof Outcome.Done)
                .map(Applied.Result::change)
                .map(change -> new BackOff.Done(
                        change.step().object(),
                        change.action(),
                        change.step().object().toIproute2(report.after().state())))
                .toList();
        return new Schedule.Ended(
                report.after().kernel().known().map(state -> state.links()), done, report.converged());
    }

    private static String status(Report report) {
        long enis = report.desired().standings().stream()
                .filter(standing -> standing.state() == Standing.State.OK)
                .count();
        return enis + (enis == 1 ? " ENI" : " ENIs")
                + (report.converged() ? "" : ", " + report.remaining().changes().size() + " changes to do")
                + ", IMDS " + report.after().instance().word();
    }

    private void show(Optional<Report> last) {
        view = new DaemonView(view.since(), last, schedule.instance(), schedule.waiting());
    }

    private void answer(Set<Long> requested, BiConsumer<CompletableFuture<Report>, Optional<Report>> how) {
        for (long request : requested) {
            Optional<Report> whole = sinceAsked.getOrDefault(request, Optional.empty());
            sinceAsked.remove(request);
            CompletableFuture<Report> future;
            synchronized (waiting) {
                future = waiting.remove(request);
            }
            if (future != null) {
                how.accept(future, whole);
            }
        }
    }

    private void end() {
        audience.tell(new DaemonEvent.Stopping(stopping.orElse("an error")));
        parts.service.stopping();
        listener.close();
        marks.ifPresent(Listener::close);
        metadata.close();
        parts.pass.desk().close();
        Set<Long> left;
        synchronized (waiting) {
            ended = true;
            left = Set.copyOf(waiting.keySet());
        }
        answer(left, (future, _) -> future.completeExceptionally(new IllegalStateException("the daemon stops")));
    }

    @Override
    public DaemonView view() {
        return view;
    }

    @Override
    public CompletableFuture<Report> requestPass() {
        return request(Optional.empty());
    }

    @Override
    public CompletableFuture<Report> requestPass(Settings changed) {
        return request(Optional.of(changed));
    }

    private CompletableFuture<Report> request(Optional<Settings> changed) {
        long request = requests.incrementAndGet();
        CompletableFuture<Report> future = new CompletableFuture<>();
        synchronized (waiting) {
            if (ended) {
                return CompletableFuture.failedFuture(new IllegalStateException("the daemon has stopped"));
            }
            waiting.put(request, future);
        }
        inbox.put(new Letter.PassRequested(request, changed));
        return future;
    }

    @Override
    public void settings(Settings changed) {
        inbox.put(new Letter.SettingsChanged(changed));
    }

    @Override
    public Subscription subscribe(Consumer<DaemonEvent> listening) {
        return audience.subscribe(listening);
    }

    @Override
    public void stop(String why) {
        inbox.put(new Letter.Stop(why));
    }
}
