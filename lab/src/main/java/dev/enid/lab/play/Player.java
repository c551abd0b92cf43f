package dev.enid.lab.play;

import dev.enid.agent.operations.OperationFailed;
import dev.enid.core.ip.Ip;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.play.ScenarioView.FailureView;
import dev.enid.lab.play.ScenarioView.StepView;
import dev.enid.lab.probe.Pulse;
import dev.enid.lab.scenario.Claim;
import dev.enid.lab.scenario.Entry;
import dev.enid.lab.scenario.Observation;
import dev.enid.lab.scenario.Patience;
import dev.enid.lab.scenario.Scenario;
import dev.enid.lab.scenario.Step;
import dev.enid.lab.server.Lab;
import dev.enid.lab.server.LabView;
import dev.enid.lab.topology.VpcException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Plays one scenario in one lab, step by step, up to the first that fails. */
public final class Player implements AutoCloseable {

    /** Between two looks: most of the machine is for what is looked at. */
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final Scenario scenario;
    private final Parts parts;
    private final Inside inside;
    private final Daemons daemons;
    private final Scene scene;
    private final Judge judge;
    private final FaultLedger faults;
    private final List<StepView> steps = new ArrayList<>();
    private Optional<FailureView> failure = Optional.empty();
    private long changed = System.nanoTime();
    private int depth;

    /**
     * What a player needs.
     *
     * @param show the lab as it is now
     * @param scratch a directory for what programs print
     * @param programs a directory in which {@code enid} is
     * @param environment completes that of a command in a machine
     */
    public record Parts(
            Lab lab,
            CommandLine commands,
            Supplier<LabView> show,
            Path scratch,
            Path programs,
            BiConsumer<Machine, Map<String, String>> environment,
            Audience audience) {}

    public Player(Scenario scenario, Parts parts) {
        this.scenario = scenario;
        this.parts = parts;
        this.inside = new Inside(parts.scratch(), parts.programs(), parts.environment());
        this.daemons = new Daemons(inside, parts.scratch());
        this.scene = new Scene(parts, inside, daemons);
        this.judge = new Judge(scene);
        this.faults = new FaultLedger(scenario);
    }

    /** Plays it. The lab stays as it is then, with all that runs in it. */
    public void play() throws InterruptedException {
        if (play(scenario.steps())) {
            ended();
        }
    }

    public List<StepView> steps() {
        return List.copyOf(steps);
    }

    /** Empty where all steps were done and all expectations held. */
    public Optional<FailureView> failure() {
        return failure;
    }

    private boolean play(List<Entry> entries) throws InterruptedException {
        for (Entry entry : entries) {
            if (!play(entry)) {
                return false;
            }
        }
        return true;
    }

    private boolean play(Entry entry) throws InterruptedException {
        long start = System.nanoTime();
        if (entry.step() instanceof Step.Throughout) {
            parts.audience().begins(depth, entry);
        }
        Verdict verdict;
        try {
            verdict = take(entry.step());
        } catch (IOException | OperationFailed | VpcException e) {
            verdict = Verdict.bad("it can be done", String.valueOf(e.getMessage()));
        }
        if (failure.isPresent()) {
            // A step inside of this one has failed, and was told.
            return false;
        }
        if (!(entry.step() instanceof Step.Expect)) {
            changed = System.nanoTime();
        }
        StepView view = new StepView(
                entry.line(),
                entry.text(),
                verdict.ok(),
                (System.nanoTime() - start) / 1_000_000,
                verdict.ok() ? verdict.seen() : "");
        steps.add(view);
        parts.audience().done(depth, view);
        if (!verdict.ok()) {
            fail(entry.line(), verdict, Concerned.by(entry.step(), scene));
        }
        return verdict.ok();
    }

    private void fail(int line, Verdict verdict, SortedSet<String> instances) throws InterruptedException {
        instances.addAll(daemons.instances());
        instances.removeIf(each -> !scene.isInstance(each));
        failure = Optional.of(
                new FailureView(line, verdict.expected(), verdict.seen(), Evidence.of(scene, daemons, instances)));
    }

    /** What no single step tells: faults that nobody met, and daemons that ended or complain of themselves. */
    private void ended() throws InterruptedException {
        List<String> unmet = faults.unmet(parts.show().get());
        if (!unmet.isEmpty()) {
            fail(
                    0,
                    Verdict.bad(
                            "every fault that was switched on is met", "no request met " + String.join(", ", unmet)),
                    new TreeSet<>());
            return;
        }
        try {
            Optional<String> error = daemons.ownError();
            if (error.isPresent()) {
                fail(0, Verdict.bad("no daemon speaks of an error of its own", error.get()), new TreeSet<>());
            }
        } catch (IOException e) {
            fail(0, Verdict.bad("the daemons' logs can be read", String.valueOf(e.getMessage())), new TreeSet<>());
        }
    }

    private Verdict take(Step step) throws IOException, InterruptedException, OperationFailed {
        Optional<String> fallen = daemons.fallen();
        if (fallen.isPresent() && !(step instanceof Step.StopDaemon)) {
            return Verdict.bad("the daemon of " + fallen.get() + " goes on", "it has ended");
        }
        return switch (step) {
            case Step.LabCommand(List<String> words) -> command(words);
            case Step.Exec(String machine, List<String> command) -> {
                Inside.Ran ran = scene.run(machine, command);
                yield ran.exit() == 0
                        ? Verdict.good("")
                        : Verdict.bad("exit 0", "exit " + ran.exit() + "\n" + ran.output());
            }
            case Step.Background(String machine, List<String> command) -> {
                inside.start(
                        scene.machine(machine),
                        scene.filled(command),
                        parts.scratch().resolve("background.log"));
                yield Verdict.good("");
            }
            case Step.StartDaemon(String instance) -> daemons.start(scene.machine(instance));
            case Step.StopDaemon(String instance, boolean kill) -> daemons.stop(instance, kill);
            case Step.WriteFile(String machine, String path, String text) -> {
                Inside.write(scene.machine(machine), path, text);
                yield Verdict.good("");
            }
            case Step.Remember(String name, Observation what) -> judge.remember(name, what);
            case Step.Expect(Patience patience, Claim claim) -> expect(patience, claim);
            case Step.Throughout throughout -> throughout(throughout);
        };
    }

    private Verdict command(List<String> places) throws IOException, InterruptedException {
        List<String> words = scene.filled(places);
        boolean fault = words.getFirst().equals("fault");
        if (fault) {
            faults.before(parts.show().get());
        }
        CommandLine.Ran ran = parts.commands().run(words);
        if (fault) {
            faults.after(words, parts.show().get());
        }
        return ran.exit() == 0
                ? Verdict.good(fault ? "" : ran.output().strip())
                : Verdict.bad("it is done", ran.output().strip());
    }

    private Verdict expect(Patience patience, Claim claim) throws IOException, InterruptedException, OperationFailed {
        return switch (patience) {
            case Patience.Now _ -> judge.look(claim, changed, Optional.empty());
            case Patience.Within(Duration time) -> within(time, claim);
            case Patience.For(Duration time) -> throughout(time, claim);
        };
    }

    private Verdict within(Duration time, Claim claim) throws IOException, InterruptedException, OperationFailed {
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            Verdict verdict = judge.look(claim, changed, Optional.of(left));
            Optional<String> fallen = daemons.fallen();
            if (verdict.ok() || System.nanoTime() > deadline || fallen.isPresent()) {
                return verdict;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private Verdict throughout(Duration time, Claim claim) throws IOException, InterruptedException, OperationFailed {
        long deadline = System.nanoTime() + time.toNanos();
        while (true) {
            Verdict verdict = judge.look(claim, changed, Optional.empty());
            if (!verdict.ok() || System.nanoTime() > deadline) {
                return verdict;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private Verdict throughout(Step.Throughout step) throws IOException, InterruptedException {
        scene.listen();
        Map<Ip, Pulse> pulses = new TreeMap<>();
        try {
            for (String target : step.reaches().to()) {
                for (Ip ip : scene.addresses(target)) {
                    pulses.put(
                            ip,
                            Pulse.start(
                                    scene.network(),
                                    step.reaches().from(),
                                    ip,
                                    step.reaches().port()));
                }
            }
            depth++;
            play(step.steps());
            depth--;
            List<String> seen = new ArrayList<>();
            boolean ok = true;
            for (Map.Entry<Ip, Pulse> each : pulses.entrySet()) {
                Pulse.Tally tally = each.getValue().end();
                ok &= tally.lost() <= step.losses();
                seen.add(each.getKey() + ": " + tally.lost() + " of " + tally.attempts() + " lost"
                        + (tally.lost() == 0
                                ? ""
                                : ", for " + tally.longestGap().toMillis() + " ms at the longest"));
            }
            String text = String.join("; ", seen);
            return ok ? Verdict.good(text) : Verdict.bad("at most " + step.losses() + " lost", text);
        } finally {
            for (Pulse each : pulses.values()) {
                each.close();
            }
        }
    }

    /** Stops what listens for the scenario; what runs in the lab's machines ends with them. */
    @Override
    public void close() {
        scene.close();
    }
}
