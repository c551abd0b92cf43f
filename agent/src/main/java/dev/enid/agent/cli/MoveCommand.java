package dev.enid.agent.cli;

import dev.enid.agent.ec2.AwsEc2;
import dev.enid.agent.ec2.Ec2;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.imds.Timing;
import dev.enid.agent.json.Json;
import dev.enid.agent.move.Arrival;
import dev.enid.agent.move.Complaint;
import dev.enid.agent.move.MoveFailed;
import dev.enid.agent.move.MovePlan;
import dev.enid.agent.move.Mover;
import dev.enid.agent.move.Preflight;
import dev.enid.agent.move.Probe;
import dev.enid.agent.move.Survey;
import dev.enid.agent.move.Trail;
import dev.enid.core.report.MoveText;
import dev.enid.core.report.MoveView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code enid move}. */
final class MoveCommand implements Command {

    private final Surroundings surroundings;
    private final Opening opening;
    private final Timing timing;

    /** Finds EC2. */
    @FunctionalInterface
    interface Opening {
        Ec2 open() throws Ec2Failure;
    }

    /** With the process's own settings. The SDK is loaded when the command runs, and for no other. */
    MoveCommand(Surroundings surroundings) {
        this(surroundings, () -> AwsEc2.open(), Timing.real());
    }

    MoveCommand(Surroundings surroundings, Opening opening, Timing timing) {
        this.surroundings = surroundings;
        this.opening = opening;
        this.timing = timing;
    }

    CommandSpec spec() {
        return MoveArguments.spec(this);
    }

    @Override
    public int run(ParseResult parsed) throws CommandFailed {
        MoveArguments arguments = MoveArguments.of(parsed);
        boolean json = Shape.wantsJson(parsed);
        Trail trail = new Trail(timing, (since, text) -> progress(json, since.toMillis(), text));
        try (Stopping stopping = Stopping.begin()) {
            try (Ec2 ec2 = open(arguments)) {
                run(ec2, arguments, trail, json);
                return Exit.OK;
            } catch (MoveFailed failed) {
                throw stopping.last(
                        surroundings.err(),
                        new CommandFailed(Exit.FAILURE, failed, failed.lines().toArray(String[]::new)));
            } catch (InterruptedException e) {
                throw stopping.last(
                        surroundings.err(), new CommandFailed(Exit.FAILURE, e, "interrupted", "nothing was changed"));
            }
        }
    }

    private void run(Ec2 ec2, MoveArguments arguments, Trail trail, boolean json)
            throws MoveFailed, CommandFailed, InterruptedException {
        Terminal out = surroundings.out();
        Optional<HostSight> here = arguments.self() ? Optional.of(HostSight.of(surroundings)) : Optional.empty();
        String target = here.isPresent() ? here.get().instanceId() : arguments.target();
        MovePlan plan = Survey.plan(ec2, timing, arguments.resource(), target, arguments.options())
                .typedTo(arguments.self() ? MoveArguments.SELF : target);
        MoveReport report = new MoveReport(plan, arguments, Preflight.check(ec2, timing, plan));
        if (!json && !plan.already()) {
            out.stream().print(MoveText.plan(report.planned(), out.styles(), out.width()));
        }
        MoveView end = arguments.planOnly() ? report.planned() : carryOut(ec2, plan, report, here, trail, json);
        out.stream().print(json ? Json.pretty(end) : MoveText.end(end, out.styles(), out.width()));
    }

    private MoveView carryOut(
            Ec2 ec2, MovePlan plan, MoveReport report, Optional<HostSight> here, Trail trail, boolean json)
            throws MoveFailed {
        MoveArguments arguments = report.arguments();
        try {
            new Mover(ec2, timing, trail).move(plan, arguments.options());
            if (arguments.waits()) {
                await(new Arrival(timing, trail, arguments.options().timeout()), plan, report, here);
            }
            return report.moved(trail);
        } catch (MoveFailed failed) {
            if (json) {
                surroundings.out().stream().print(Json.pretty(report.failed(failed, trail)));
            }
            throw failed;
        }
    }

    private static void await(Arrival arrival, MovePlan plan, MoveReport report, Optional<HostSight> here)
            throws MoveFailed {
        try {
            if (here.isPresent() && plan.sign().eni().isPresent()) {
                arrival.awaitRouted(plan, here.get());
            }
            Optional<Probe> probe = report.arguments().probe();
            if (probe.isPresent()) {
                arrival.awaitAnswer(plan, probe.get(), report.probed());
            }
        } catch (InterruptedException e) {
            throw Arrival.interrupted(plan);
        }
    }

    private Ec2 open(MoveArguments arguments) throws CommandFailed {
        try {
            return opening.open();
        } catch (Ec2Failure failure) {
            List<String> lines =
                    new ArrayList<>(Complaint.of(failure, arguments.resource().purpose()));
            throw new CommandFailed(Exit.FAILURE, failure, lines.toArray(String[]::new));
        }
    }

    /** With JSON, only to a person who waits. */
    private void progress(boolean json, long ms, String text) {
        Terminal to = json ? surroundings.err() : surroundings.out();
        if (!json || to.interactive()) {
            to.line(MoveText.progress(ms, text, to.styles()));
        }
    }
}
