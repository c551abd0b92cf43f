package dev.enid.agent.operations;

import dev.enid.agent.daemon.DaemonAccess;
import dev.enid.agent.daemon.DaemonView;
import dev.enid.agent.pass.Report;
import dev.enid.agent.settings.AgentSettings;
import dev.enid.agent.settings.HeldEnis;
import dev.enid.agent.settings.Paths;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.ip.Mac;
import dev.enid.core.report.ApplyView;
import dev.enid.core.report.ExplainView;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.StatusView;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * What a running daemon answers. A look at the kernel is taken for each question, since not all that may drift is told by an
 * event; questions that come close together share one. For one thread, which never waits here for the daemon.
 */
public final class DaemonOperations {

    /** A hundred clients at once cost one look. */
    private static final Duration SHARED = Duration.ofMillis(100);

    /** The first pass waits for IMDS; until then nothing is wanted, so that it matters little what the host's files say. */
    private static final HostFacts BEFORE_THE_FIRST_PASS = new HostFacts(List.of(), Ownership.OF_ENID, Set.of());

    private final DaemonAccess daemon;
    private final SettingsInForce settings;
    private final Holding holding;
    private final Tables tables;
    private final InstantSource clock;
    private final Executor thread;
    private Optional<Look> last = Optional.empty();
    private Instant lastAt = Instant.MIN;

    /**
     * For a running daemon.
     *
     * @param settings as the daemon read them when it started
     * @param thread the one thread that calls: what follows a pass is run there
     */
    public DaemonOperations(
            DaemonAccess daemon, Paths paths, AgentSettings settings, InstantSource clock, Executor thread) {
        this(daemon, paths, settings, clock, thread, new Tables.Here(clock));
    }

    DaemonOperations(
            DaemonAccess daemon,
            Paths paths,
            AgentSettings settings,
            InstantSource clock,
            Executor thread,
            Tables tables) {
        this.daemon = daemon;
        this.settings = new SettingsInForce(paths, settings);
        this.holding = new Holding(new HeldEnis(paths));
        this.clock = clock;
        this.thread = thread;
        this.tables = tables;
    }

    /** How every ENI stands. */
    public StatusView status() {
        List<String> troubles =
                new ArrayList<>(holding.held().trouble().stream().toList());
        troubles.addAll(settings.troubles());
        daemon.view().last().ifPresent(report -> troubles.addAll(report.notes()));
        return look().status(true, troubles);
    }

    /** What the daemon would change now: a guard, a back-off or a failure keeps it. */
    public PlanView plan() {
        return look().planned();
    }

    /** Where a packet goes. */
    public ExplainView explain(ExplainView.Packet packet) throws OperationFailed {
        return Explaining.explain(look(), tables, packet);
    }

    /** Has the daemon read the settings and IMDS, and run a pass. */
    public CompletableFuture<ApplyView> apply() throws OperationFailed {
        List<String> notes = settings.reload();
        return pass(holding.held().macs())
                .thenApplyAsync(report -> Holding.view(report, report.applied(), notes), thread);
    }

    /** Takes an ENI down. */
    public CompletableFuture<ApplyView> down(EniSelector eni) throws OperationFailed {
        Mac mac = holding.toHold(look(), eni);
        return pass(holding.set(mac, true))
                .thenApplyAsync(report -> Holding.linkDown(report, mac, tables, List.of()), thread);
    }

    /** Takes an ENI up again. */
    public CompletableFuture<ApplyView> up(EniSelector eni) throws OperationFailed {
        Mac mac = look().eni(eni).mac();
        return pass(holding.set(mac, false))
                .thenApplyAsync(report -> Holding.view(report, report.applied(), List.of()), thread);
    }

    private CompletableFuture<Report> pass(SortedSet<Mac> held) {
        last = Optional.empty();
        return daemon.requestPass(policy(held));
    }

    private Settings policy(SortedSet<Mac> held) {
        return settings.get().policy(held);
    }

    private Look look() {
        Instant now = clock.instant();
        boolean fresh = last.isPresent() && Duration.between(lastAt, now).abs().compareTo(SHARED) < 0;
        if (fresh) {
            return last.get();
        }
        DaemonView view = daemon.view();
        HostFacts host = view.last().map(report -> report.after().host()).orElse(BEFORE_THE_FIRST_PASS);
        Snapshot seen = new Snapshot(view.instance(), tables.observe(), host);
        Look look = Look.at(seen, policy(holding.held().macs()));
        last = Optional.of(look);
        lastAt = now;
        return look;
    }
}
