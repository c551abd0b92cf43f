package dev.enid.agent.operations;

import dev.enid.agent.imds.BadEnvironment;
import dev.enid.agent.imds.ImdsReader;
import dev.enid.agent.imds.Timing;
import dev.enid.agent.pass.Pass;
import dev.enid.agent.pass.Report;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.agent.service.ManagerDesk;
import dev.enid.agent.settings.AgentSettings;
import dev.enid.agent.settings.BadSettings;
import dev.enid.agent.settings.HeldEnis;
import dev.enid.agent.settings.Paths;
import dev.enid.agent.settings.SettingsFile;
import dev.enid.agent.snapshot.SavedSnapshot;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.file.Backend;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.core.report.ApplyView;
import dev.enid.core.report.ExplainView;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.RenderView;
import dev.enid.core.report.StatusView;
import dev.enid.core.snapshot.Snapshot;
import dev.enid.linux.posix.LinuxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Done by this process, where no daemon runs: IMDS and the kernel are read for each call. For one thread. */
public final class LocalOperations implements Operations {

    private static final Fault NOT_YET = new Fault(Fault.Kind.NOT_YET, "reading IMDS", "not read yet");

    private final Paths paths;
    private final Map<String, String> environment;
    private final Timing timing;
    private final Tables tables;
    private final Holding holding;

    /** @param environment for the variables of AWS's own tools */
    public LocalOperations(Paths paths, Map<String, String> environment, Timing timing) {
        this.paths = paths;
        this.environment = Map.copyOf(environment);
        this.timing = timing;
        tables = new Tables.Here(timing.wall());
        holding = new Holding(new HeldEnis(paths));
    }

    @Override
    public StatusView status() throws OperationFailed {
        Call call = new Call();
        return call.look().status(false, call.troubles);
    }

    @Override
    public PlanView plan() throws OperationFailed {
        return new Call().look().planned();
    }

    @Override
    public ExplainView explain(ExplainView.Packet packet) throws OperationFailed {
        Call call = new Call();
        return Explaining.explain(Look.at(call.whole(), call.policy()), tables, packet);
    }

    /** What is seen now, as a document that can be read elsewhere. */
    public SavedSnapshot snapshot(String version) throws OperationFailed {
        Call call = new Call();
        return SavedSnapshot.of(
                call.whole(), call.policy(), version, timing.wall().instant());
    }

    /**
     * The files that enid would write here.
     *
     * @param backend empty for the one that is in force
     */
    public RenderView render(Optional<Backend> backend) throws OperationFailed {
        Call call = new Call();
        Settings policy = call.policy();
        return Look.at(call.look().seen(), backend.map(policy::with).orElse(policy))
                .rendered();
    }

    @Override
    public ApplyView apply() throws OperationFailed {
        Call call = new Call();
        Report report = call.run(call.policy());
        return Holding.view(report, report.applied(), call.troubles);
    }

    @Override
    public ApplyView down(EniSelector eni) throws OperationFailed {
        Call call = new Call();
        Mac mac = holding.toHold(call.look(), eni);
        Report report = call.run(call.settings.policy(holding.set(mac, true)));
        return Holding.linkDown(report, mac, tables, call.troubles);
    }

    @Override
    public ApplyView up(EniSelector eni) throws OperationFailed {
        Call call = new Call();
        Mac mac = call.look().eni(eni).mac();
        Report report = call.run(call.settings.policy(holding.set(mac, false)));
        return Holding.view(report, report.applied(), call.troubles);
    }

    /** What is done with this host's kernel when it is taken over. */
    @FunctionalInterface
    public interface Taken<T> {
        T with(KernelSide kernel) throws OperationFailed, InterruptedException;
    }

    /** Reads IMDS once, and lets {@code doing} work with this host. */
    public <T> T taking(Taken<T> doing) throws OperationFailed, InterruptedException {
        Call call = new Call();
        try (Kernel kernel = Kernel.open()) {
            Pass pass = Pass.over(kernel, paths.run(), Path.of("/"));
            try (ManagerDesk _ = pass.desk()) {
                return doing.with(new PassSide(pass, call.instance, call.policy()));
            }
        } catch (LinuxException e) {
            throw new OperationFailed(e, "no netlink socket: " + e.getMessage());
        }
    }

    /** What one call reads: the settings, what is held down, and IMDS. */
    private final class Call {
        private final AgentSettings settings;
        private final HeldEnis.Held held;
        private final Reading<Instance> instance;
        /** What went wrong beside, in sentences. */
        private final List<String> troubles = new ArrayList<>();

        Call() throws OperationFailed {
            try {
                settings = SettingsFile.read(paths.settings());
            } catch (BadSettings e) {
                throw new OperationFailed(e.lines());
            }
            held = holding.held();
            held.trouble().ifPresent(troubles::add);
            try (ImdsReader reader = new ImdsReader(settings.imds().with(environment), timing)) {
                instance = reader.read(new Reading.Missing<>(NOT_YET));
                troubles.addAll(reader.notes());
            } catch (BadEnvironment e) {
                throw new OperationFailed(e.problems());
            }
        }

        Settings policy() {
            return settings.policy(held.macs());
        }

        Look look() throws OperationFailed {
            Settings policy = policy();
            return Look.of(withPass(pass -> pass.preview(instance, policy, Set.of())), policy);
        }

        /** With what only explaining asks about. */
        Snapshot whole() throws OperationFailed {
            Snapshot seen = look().seen();
            return new Snapshot(seen.instance(), tables.observe(), seen.host());
        }

        Report run(Settings policy) throws OperationFailed {
            return withPass(pass -> {
                Report report = pass.run(instance, policy, Set.of());
                while ((pass.desk().isWorking() || report.isUnderWay())
                        && pass.desk().pause()) {
                    report = report.then(pass.run(instance, policy, Set.of()));
                }
                pass.desk().close();
                return report;
            });
        }

        private Report withPass(Function<Pass, Report> doing) throws OperationFailed {
            try (Kernel kernel = Kernel.open()) {
                return doing.apply(Pass.over(kernel, paths.run(), Path.of("/")));
            } catch (LinuxException e) {
                throw new OperationFailed(e, "no netlink socket: " + e.getMessage());
            }
        }
    }
}
