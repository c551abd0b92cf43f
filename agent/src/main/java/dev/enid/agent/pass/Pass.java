package dev.enid.agent.pass;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Instance;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Plan;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Observe, desire, plan, apply, verify. For one thread at a time. */
public final class Pass {

    /**
     * What was done can make more be wanted: a link that came up brings routes of the kernel's, which are mirrored. Each
     * round plans anew from a new look.
     */
    private static final int ROUNDS = 3;

    private final Observer observer;
    private final Executor executor;
    private final Ledger ledger;
    private final Reckoning reckoning = new Reckoning();
    private final InstantSource clock;
    private final LongSupplier nanos;

    /** @param nanos a clock that never jumps, for durations */
    public Pass(Observer observer, Executor executor, Ledger ledger, InstantSource clock, LongSupplier nanos) {
        this.observer = observer;
        this.executor = executor;
        this.ledger = ledger;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Passes over the host that the kernel is of.
     *
     * @param run enid's own directory below /run, for the ledger
     * @param root of the file system, {@code /} but in tests
     */
    public static Pass over(Kernel kernel, Path run, Path root) {
        InstantSource clock = InstantSource.system();
        Ledger ledger = Ledger.in(run);
        Observer observer = new Observer(kernel, Kernel.Scope.HOST, new HostSigns(root), ledger, clock);
        return new Pass(observer, new Executor(kernel, ledger), ledger, clock, System::nanoTime);
    }

    /** What would be done now: the first half of a pass. */
    public Report preview(Reading<Instance> instance, Settings settings, Set<KernelObject.Key> resting) {
        return new Run(instance, settings, resting).preview();
    }

    /** A whole pass. */
    public Report run(Reading<Instance> instance, Settings settings, Set<KernelObject.Key> resting) {
        return new Run(instance, settings, resting).run();
    }

    private final class Run {
        private final Instant at = clock.instant();
        private final Reading<Instance> instance;
        private final Settings settings;
        private final Set<KernelObject.Key> resting;
        private final Snapshot before;
        private final List<Applied.Result> results = new ArrayList<>();
        private Report.Took took = Report.Took.NOTHING;
        private Snapshot seen;
        private Reckoning.Result reckoned;

        Run(Reading<Instance> instance, Settings settings, Set<KernelObject.Key> resting) {
            this.instance = instance;
            this.settings = settings;
            this.resting = resting;
            long start = nanos.getAsLong();
            before = observer.observe(instance, resting);
            long observed = nanos.getAsLong();
            seen = before;
            reckoned = reckoning.of(seen, settings);
            add(observed - start, nanos.getAsLong() - observed, 0);
        }

        private void add(long observing, long planning, long applying) {
            took = new Report.Took(
                    took.observing().plusNanos(observing),
                    took.planning().plusNanos(planning),
                    took.applying().plusNanos(applying));
        }

        Report preview() {
            return report(reckoned.plan());
        }

        Report run() {
            Plan first = reckoned.plan();
            boolean progress = true;
            for (int round = 0; round < ROUNDS && progress && !reckoned.plan().isEmpty(); round++) {
                long start = nanos.getAsLong();
                Applied applied = executor.apply(reckoned.plan());
                long done = nanos.getAsLong();
                seen = observer.observe(instance, resting);
                long observed = nanos.getAsLong();
                reckoned = reckoning.of(seen, settings);
                add(observed - done, nanos.getAsLong() - observed, done - start);
                results.addAll(applied.results());
                progress = applied.results().stream().anyMatch(result -> result.outcome() instanceof Outcome.Done);
            }
            return report(first);
        }

        private Report report(Plan first) {
            return new Report(
                    at,
                    before,
                    first,
                    new Applied(results),
                    seen,
                    reckoned.desired(),
                    reckoned.plan(),
                    took,
                    ledger.trouble().stream().toList());
        }
    }
}
