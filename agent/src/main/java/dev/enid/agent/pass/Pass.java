package dev.enid.agent.pass;

import dev.enid.agent.files.FileWriter;
import dev.enid.agent.files.HostFiles;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.agent.service.ManagerDesk;
import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Instance;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.Plan;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.Snapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Observe, desire, plan, apply, verify. For one thread at a time. */
public final class Pass {

    /**
     * What was done can make more be wanted: a link that came up brings routes of the kernel's, which are mirrored. Each
     * round plans anew from a new look.
     */
    private static final int ROUNDS = 3;

    private final Observer observer;
    private final Executor executor;
    private final FileExecutor files;
    private final ManagerDesk desk;
    private final Ledger ledger;
    private final Reckoning reckoning = new Reckoning();
    private final InstantSource clock;
    private final LongSupplier nanos;
    private UnaryOperator<Snapshot> sight = UnaryOperator.identity();

    /** @param nanos a clock that never jumps, for durations */
    private Pass(
            Observer observer,
            Executor executor,
            FileExecutor files,
            ManagerDesk desk,
            Ledger ledger,
            InstantSource clock,
            LongSupplier nanos) {
        this.observer = observer;
        this.executor = executor;
        this.files = files;
        this.desk = desk;
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
        ManagerDesk desk = new ManagerDesk(System::nanoTime);
        Observer observer = new Observer(
                kernel, Kernel.Scope.HOST, new HostSigns(root), ledger, HostFiles.below(root), desk, clock);
        FileExecutor files = new FileExecutor(new FileWriter(root), desk);
        return new Pass(observer, new Executor(kernel, ledger), files, desk, ledger, clock, System::nanoTime);
    }

    /** The host's network managers, as far as they were told something. */
    public ManagerDesk desk() {
        return desk;
    }

    /** From now on a pass decides by what that makes of what was seen. */
    public Pass seeing(UnaryOperator<Snapshot> by) {
        sight = by;
        return this;
    }

    /** All that can be seen now, as it is. */
    public Snapshot look(Reading<Instance> instance) {
        observer.lookAtFiles();
        return observer.observe(instance, Set.of());
    }

    /** Changes that no plan of a pass makes, in their order. */
    public Applied carryOut(List<Change> changes) {
        return executor.apply(new Plan(changes, List.of()));
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
        private Applied applied = Applied.NOTHING;
        private Report.Took took = Report.Took.NOTHING;
        private Snapshot seen;
        private Reckoning.Result reckoned;

        Run(Reading<Instance> instance, Settings settings, Set<KernelObject.Key> resting) {
            this.instance = instance;
            this.settings = settings;
            this.resting = resting;
            long start = nanos.getAsLong();
            before = sight.apply(observer.observe(instance, resting));
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
                Applied done = apply(reckoned.plan());
                long ended = nanos.getAsLong();
                seen = sight.apply(observer.observe(instance, resting));
                long observed = nanos.getAsLong();
                reckoned = reckoning.of(seen, settings);
                add(observed - ended, nanos.getAsLong() - observed, ended - start);
                applied = applied.then(done);
                progress = done.changed();
            }
            return report(first);
        }

        private Applied apply(Plan plan) {
            Applied kernel = executor.apply(plan);
            if (plan.files().isEmpty()) {
                return kernel;
            }
            Applied done = kernel.then(files.apply(plan.files()));
            observer.lookAtFiles();
            return done;
        }

        private Report report(Plan first) {
            return new Report(
                    at,
                    before,
                    first,
                    applied,
                    seen,
                    reckoned.desired(),
                    reckoned.plan(),
                    took,
                    ledger.trouble().stream().toList());
        }
    }
}
