package dev.enid.agent.cli;

import dev.enid.agent.control.ControlServer;
import dev.enid.agent.control.DaemonLock;
import dev.enid.agent.daemon.Daemon;
import dev.enid.agent.daemon.Idleness;
import dev.enid.agent.daemon.KernelEvents;
import dev.enid.agent.daemon.Metadata;
import dev.enid.agent.daemon.Pace;
import dev.enid.agent.daemon.Rehearsal;
import dev.enid.agent.daemon.ServiceState;
import dev.enid.agent.imds.BadEnvironment;
import dev.enid.agent.imds.ImdsReader;
import dev.enid.agent.imds.Timing;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.pass.Pass;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.agent.settings.AgentSettings;
import dev.enid.agent.settings.BadSettings;
import dev.enid.agent.settings.HeldEnis;
import dev.enid.agent.settings.Paths;
import dev.enid.agent.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid daemon}. */
final class DaemonCommand implements Command {

    /** After which C1 has compiled what a pass runs. */
    private static final int REHEARSALS = 300;

    /** A pass ends within milliseconds. */
    private static final Duration ENDING = Duration.ofSeconds(5);

    private final Surroundings surroundings;

    DaemonCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    CommandSpec spec() {
        CommandSpec spec = Shape.command(
                "daemon", "Keep every ENI working, until stopped. The network stays as it is then.", this);
        return Shape.withExamples(spec, "sudo enid daemon", "sudo systemctl start enid");
    }

    @Override
    public int run(ParseResult arguments) throws CommandFailed, IOException {
        Host.mustBeRoot(surroundings, "enid daemon");
        AgentSettings settings;
        try {
            settings = SettingsFile.read(surroundings.paths().settings());
        } catch (BadSettings wrong) {
            throw new CommandFailed(Exit.FAILURE, wrong, wrong.lines().toArray(String[]::new));
        }
        DaemonLog.begin(settings.logLevel(), surroundings.environment());
        try (DaemonLock _ = DaemonLock.take(surroundings.paths())) {
            serve(settings);
        } catch (OperationFailed failed) {
            throw new CommandFailed(Exit.FAILURE, failed, failed.lines().toArray(String[]::new));
        } catch (BadEnvironment wrong) {
            throw new CommandFailed(Exit.FAILURE, wrong, wrong.problems().toArray(String[]::new));
        }
        return Exit.OK;
    }

    private void serve(AgentSettings settings) throws IOException, BadEnvironment {
        Paths paths = surroundings.paths();
        Timing timing = Timing.real();
        try (Kernel kernel = Kernel.open();
                ImdsReader imds = new ImdsReader(settings.imds().with(surroundings.environment()), timing)) {
            Daemon daemon = new Daemon(new Daemon.Parts(
                    Pass.over(kernel, paths.run(), Path.of("/")),
                    KernelEvents.Source::here,
                    KernelEvents.Source::ofMarks,
                    Metadata.of(imds),
                    new Idleness(new Rehearsal(kernel, REHEARSALS)),
                    ServiceState.of(surroundings.environment()),
                    settings.policy(new HeldEnis(paths).read().macs()),
                    Pace.DEFAULT.with(settings.refresh(), settings.giveUp()),
                    VersionCommand.version(),
                    timing.wall(),
                    timing.nanos()));
            daemon.stopAtShutdown(ENDING);
            try (ControlServer _ = ControlServer.serve(paths, daemon, settings, timing.wall(), timing.nanos())) {
                daemon.run();
            }
        }
    }
}
