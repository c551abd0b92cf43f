package dev.enid.core.adopt;

import dev.enid.core.adopt.KnownFiles.Fate;
import dev.enid.core.adopt.KnownFiles.Known;
import dev.enid.core.desire.Desired;
import dev.enid.core.file.Backend;
import dev.enid.core.file.Marker;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The steps by which enid takes a peer's place. Stopping after any of them leaves every address that answered answering, and every file
 * either where it was or put aside.
 *
 * <p>First the peer is kept from acting: what starts it, then its timers. Then what it has in the kernel is held by {@link Holds}, its files
 * go aside, and enid does its own work; a network manager that reads of it lets go. What is left is claimed or cleared.
 *
 * <p>No unit of amazon-ec2-net-utils is stopped but timers and refreshes: stopping policy-routes@ removes the interface's files and
 * reloads networkd, the primary's too.
 */
public final class HandOver {

    private static final String NETWORKD_FILES = "/run/systemd/network/";

    private final Traces traces;
    private final Facts facts;
    private final Secondaries secondaries;
    private final Backend backend;
    private final boolean remains;
    private final List<Step> steps = new ArrayList<>();

    private HandOver(Snapshot snapshot, Desired desired, Facts facts, Traces traces, Backend backend) {
        this.traces = traces;
        this.facts = facts;
        this.secondaries = new Secondaries(desired);
        this.backend = backend;
        this.remains = !Remains.of(snapshot, desired).isEmpty();
    }

    /**
     * The steps, in order; none where nothing was left.
     *
     * @param backend by which enid brings up the ENIs
     */
    public static List<Step> of(Snapshot snapshot, Desired desired, Facts facts, Traces traces, Backend backend) {
        HandOver handOver = new HandOver(snapshot, desired, facts, traces, backend);
        handOver.plan();
        return List.copyOf(handOver.steps);
    }

    private void plan() {
        boolean acts = !traces.files().isEmpty() || !facts.units().isEmpty();
        if (!acts && !remains) {
            return;
        }
        silence();
        boolean lets =
                traces.files().stream().anyMatch(each -> each.file().path().startsWith(NETWORKD_FILES));
        if (lets) {
            steps.add(Step.kernel(
                    Step.Kind.HOLD,
                    "a twin of every address, route and rule of secondary ENIs",
                    "they answer while networkd lets go of its own"));
        }
        traces.files(Fate.AWAY)
                .forEach(each ->
                        steps.add(Step.away(each.file().path(), each.peer().title() + ": " + each.evidence())));
        facts.clients().stream()
                .filter(each -> secondaries.named(each.link()).isPresent())
                .forEach(each -> steps.add(Step.end(
                        each, "asked to end, or by its next lease, it would change the address of " + each.link())));
        steps.add(Step.kernel(Step.Kind.APPLY, "what `enid apply` does", "enid puts what is missing"));
        if (lets) {
            steps.add(Step.run(
                    List.of("networkctl", "reload"),
                    List.of("networkctl", "reload"),
                    true,
                    "networkd reads that the files are gone"));
            steps.add(Step.kernel(
                    Step.Kind.SETTLE,
                    "until networkd has let go",
                    "it does so by and by, and enid puts its own in place"));
        }
        if (backend == Backend.DIRECT) {
            steps.add(Step.kernel(
                    Step.Kind.CLAIM,
                    "what is as enid wants it becomes enid's",
                    "a leased address would expire, and what is nobody's stays for ever"));
        }
        steps.add(
                Step.kernel(Step.Kind.CLEAR, "what enid does otherwise goes", "enid's own rules and routes are there"));
        if (lets) {
            steps.add(Step.kernel(Step.Kind.RELEASE, "the twins go", "enid's own are there"));
        }
    }

    private void silence() {
        boolean udev = false;
        for (Known each : traces.files(Fate.OVERRIDDEN)) {
            String name = each.file().path().substring(each.file().path().lastIndexOf('/') + 1);
            String path = "/etc/udev/rules.d/" + name;
            if (steps.stream().noneMatch(step -> step.path().equals(path))) {
                String text = Marker.ofHost(Backend.DIRECT).line()
                        + "\n# It goes before the file of that name in /usr/lib; `enid adopt --undo` removes it.\n";
                steps.add(Step.write(path, text, "udev starts " + each.peer().title() + " no more"));
            }
            udev = true;
        }
        udev |= traces.files(Fate.AWAY).stream()
                .anyMatch(each -> each.file().path().startsWith("/etc/udev/"));
        SortedSet<String> stopped = new TreeSet<>();
        SortedSet<String> started = new TreeSet<>();
        SortedSet<String> masked = new TreeSet<>();
        for (String unit : facts.units()) {
            if (unit.startsWith("refresh-policy-routes@")) {
                stopped.add(unit);
            }
            if (unit.endsWith(".timer") || unit.startsWith("policy-routes@")) {
                started.add(unit);
            }
            masked.add(unit.replaceFirst("@[^.]*", "@"));
        }
        if (udev) {
            List<String> reload = List.of("udevadm", "control", "--reload");
            steps.add(Step.run(reload, reload, true, "udevd reads its rules anew"));
        }
        if (!stopped.isEmpty()) {
            steps.add(Step.run(
                    words(List.of("systemctl", "stop"), stopped),
                    words(List.of("systemctl", "start"), started),
                    true,
                    "the peer does not come back by itself"));
        }
        if (!masked.isEmpty()) {
            steps.add(Step.run(
                    words(List.of("systemctl", "mask"), masked),
                    words(List.of("systemctl", "unmask"), masked),
                    false,
                    "nor by anybody else, nor at the next boot"));
        }
    }

    private static List<String> words(List<String> command, SortedSet<String> units) {
        List<String> words = new ArrayList<>(command);
        words.addAll(units);
        return words;
    }
}
