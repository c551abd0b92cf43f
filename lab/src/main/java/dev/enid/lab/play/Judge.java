package dev.enid.lab.play;

import dev.enid.agent.operations.OperationFailed;
import dev.enid.core.ip.Ip;
import dev.enid.lab.probe.Answer;
import dev.enid.lab.probe.Probe;
import dev.enid.lab.scenario.Claim;
import dev.enid.lab.scenario.Condition;
import dev.enid.lab.scenario.Observation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Looks whether what an expectation says is so. It remembers, too, what later expectations compare with. */
final class Judge {

    /** For what has to come now: a connection that a busy machine makes late. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    /** For what must not come: longer than any packet takes, shorter than the kernel's first repetition of a SYN. */
    private static final Duration IN_VAIN = Duration.ofMillis(400);
    /** The daemon answers from a look that is at most 100 ms old. */
    private static final Duration NEW_LOOK = Duration.ofMillis(110);

    /** How long a log that has nothing to add is quiet. */
    private static final Duration QUIET = Duration.ofMillis(300);

    private static final Duration LEAST = Duration.ofMillis(200);

    private static final int MOST_LOOKS = 10;

    private static final int LONGEST_DIFFERENCE = 8;

    private final Scene scene;
    private final Map<String, Observation> remembered = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();

    Judge(Scene scene) {
        this.scene = scene;
    }

    Verdict remember(String name, Observation what) throws IOException, InterruptedException, OperationFailed {
        remembered.put(name, what);
        String seen = settled(what);
        texts.put(name, seen);
        if (what instanceof Observation.Count) {
            counts.put(name, Long.parseLong(seen));
            return Verdict.good(seen);
        }
        long lines = seen.lines().count();
        return Verdict.good(lines + (lines == 1 ? " line" : " lines"));
    }

    /** A log is remembered when it is quiet: what was done just now may still be on its way into it. */
    private String settled(Observation what) throws IOException, InterruptedException, OperationFailed {
        String seen = seen(what);
        if (what instanceof Observation.Of(Observation.Aspect aspect, var _) && aspect == Observation.Aspect.LOG) {
            for (int looks = 0; looks < MOST_LOOKS; looks++) {
                LockSupport.parkNanos(QUIET.toNanos());
                String later = seen(what);
                if (later.equals(seen)) {
                    break;
                }
                seen = later;
            }
        }
        return seen;
    }

    private String seen(Observation what) throws IOException, InterruptedException, OperationFailed {
        return switch (what) {
            case Observation.Text text -> scene.look(text).output();
            case Observation.Count count -> Long.toString(scene.count(count));
        };
    }

    /**
     * One look.
     *
     * @param changed when something was last done, by {@link System#nanoTime}
     * @param patience for an answer that is waited for; empty for one look
     */
    Verdict look(Claim claim, long changed, Optional<Duration> patience)
            throws IOException, InterruptedException, OperationFailed {
        return switch (claim) {
            case Claim.Reaches reaches -> reaches(reaches, patience);
            case Claim.Says says -> says(says, changed);
            case Claim.Counts count -> counts(count);
            case Claim.Unchanged(String name) -> unchanged(name);
            case Claim.Converged(String instance) -> {
                awaitNewLook(changed);
                yield scene.converged(instance);
            }
            case Claim.NothingPlanned(String instance) -> {
                awaitNewLook(changed);
                yield scene.nothingPlanned(instance);
            }
        };
    }

    private static void awaitNewLook(long changed) {
        long left = changed + NEW_LOOK.toNanos() - System.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
    }

    private Verdict reaches(Claim.Reaches claim, Optional<Duration> patience) throws IOException, InterruptedException {
        scene.listen();
        List<String> seen = new ArrayList<>();
        boolean ok = true;
        long start = System.nanoTime();
        for (String target : claim.to()) {
            for (Ip ip : scene.addresses(target)) {
                if (claim.source()
                        .filter(source -> source.family() != ip.family())
                        .isPresent()) {
                    continue;
                }
                Answer answer = answer(claim, ip, patience.map(time -> left(time, start)));
                ok &= answer.reached() == claim.reached();
                seen.add(ip + " " + text(answer));
            }
        }
        if (seen.isEmpty()) {
            return Verdict.bad("an address to try", "there is none of " + String.join(", ", claim.to()));
        }
        return ok
                ? Verdict.good(String.join(", ", seen))
                : Verdict.bad(
                        claim.reached()
                                ? "an answer to " + claim.from() + " from each"
                                : "no answer to " + claim.from() + " from any",
                        String.join(", ", seen));
    }

    /** All addresses together have that time; the last of them has one try in any case. */
    private static Duration left(Duration time, long start) {
        Duration left = time.minusNanos(System.nanoTime() - start);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    private Answer answer(Claim.Reaches claim, Ip ip, Optional<Duration> patience)
            throws IOException, InterruptedException {
        Duration time = claim.reached() ? patience.orElse(AT_ONCE) : IN_VAIN;
        Probe from = Probe.from(scene.network(), claim.from());
        Probe probe = claim.source().map(from::withSource).orElse(from);
        return switch (claim.manner()) {
            case TCP ->
                claim.reached() && patience.isPresent()
                        ? probe.tcpUntilReached(ip, claim.port(), time)
                        : probe.tcp(ip, claim.port(), time);
            case PING -> ping(claim, ip);
        };
    }

    private Answer ping(Claim.Reaches claim, Ip ip) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ping", "-n", "-q", "-c", "1", "-W", "1"));
        claim.source().ifPresent(source -> command.addAll(List.of("-I", source.toString())));
        command.add(ip.toString());
        long start = System.nanoTime();
        Inside.Ran ran = scene.run(claim.from(), command);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return switch (ran.exit()) {
            case 0 -> new Answer.Reached(took);
            case 1 -> new Answer.Silence(took);
            default -> new Answer.Refused(ran.output());
        };
    }

    private static String text(Answer answer) {
        return switch (answer) {
            case Answer.Reached(Duration took) -> "answered in " + took.toMillis() + " ms";
            case Answer.Silence(Duration waited) -> "did not answer in " + waited.toMillis() + " ms";
            case Answer.Refused(String why) -> "refused: " + why;
        };
    }

    private Verdict says(Claim.Says claim, long changed) throws IOException, InterruptedException, OperationFailed {
        if (claim.what() instanceof Observation.Of) {
            awaitNewLook(changed);
        }
        Inside.Ran ran = scene.look(claim.what());
        boolean exitAsked = claim.conditions().stream().anyMatch(each -> each instanceof Condition.ExitCode);
        List<String> amiss = new ArrayList<>();
        if (!exitAsked && ran.exit() != 0) {
            amiss.add("exit 0");
        }
        String text = TextMatch.squeezed(ran.output());
        for (Condition each : claim.conditions()) {
            if (!TextMatch.holds(each, text, ran.exit())) {
                amiss.add(each.text());
            }
        }
        return amiss.isEmpty()
                ? Verdict.good("")
                : Verdict.bad(
                        String.join(", ", amiss),
                        (ran.exit() == 0 ? "" : "exit " + ran.exit() + "\n")
                                + (ran.output().isEmpty() ? "nothing" : ran.output()));
    }

    private Verdict counts(Claim.Counts claim) throws IOException, InterruptedException {
        long before = claim.since().map(name -> counts.getOrDefault(name, 0L)).orElse(0L);
        long number = scene.count(claim.what()) - before;
        return claim.comparison().with(claim.number()).test(number)
                ? Verdict.good(Long.toString(number))
                : Verdict.bad(claim.comparison().sign() + " " + claim.number(), Long.toString(number));
    }

    private Verdict unchanged(String name) throws IOException, InterruptedException, OperationFailed {
        Observation what = java.util.Objects.requireNonNull(remembered.get(name), "what was remembered comes before");
        String before = texts.getOrDefault(name, "");
        String now = seen(what);
        if (before.equals(now)) {
            return Verdict.good("");
        }
        return Verdict.bad(
                "as it was remembered", "gone: " + difference(before, now) + "\nnew: " + difference(now, before));
    }

    private static String difference(String from, String without) {
        TreeSet<String> lines = new TreeSet<>(from.lines().toList());
        lines.removeAll(without.lines().toList());
        String shown =
                String.join("; ", lines.stream().limit(LONGEST_DIFFERENCE).toList());
        return lines.isEmpty() ? "nothing" : shown + (lines.size() > LONGEST_DIFFERENCE ? "; ..." : "");
    }
}
