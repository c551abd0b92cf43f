package dev.enid.core.desire;

import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What containers send back leaves by the ENI that they were asked on: connections bear its mark, and a rule leads what is marked
 * into the ENI's own table. A container's replies have its own address as their source while they are routed, so that no rule by
 * source address finds them.
 */
final class ContainerWants {

    /** Before table 9999: who asks from an address that a bridge of the host's has too is answered where the request came from. */
    static final int PRIORITY = 9998;

    /** A link's name goes into a map of nftables, where a star would stand for many, and an @ for a set. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-][A-Za-z0-9_.@-]{0,14}");

    /** rp_filter: there has to be any route back, by whatever link. */
    private static final int LOOSE = 2;

    private final Snapshot snapshot;
    private final Settings.Containers settings;
    private final Forwarding forwarding;
    private final MarkNumbers numbers;
    private final ContainerStand stand;
    private final Predicate<Rule> stays;

    private final SortedMap<String, Integer> marks = new TreeMap<>();
    private final List<Want> wants = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /**
     * With all that follows from the snapshot.
     *
     * @param routed ENIs with a table of their own
     * @param stays which rules of enid's stay although nothing wants them now
     */
    ContainerWants(
            Snapshot snapshot,
            Settings settings,
            Forwarding forwarding,
            List<Placement> routed,
            Optional<String> pods,
            Predicate<Rule> stays) {
        this.snapshot = snapshot;
        this.settings = settings.containers();
        this.forwarding = forwarding;
        this.numbers = MarkNumbers.of(
                snapshot,
                settings.containers().markMask(),
                routed.stream().map(Placement::eni).toList(),
                stays);
        this.stays = stays;
        this.stand = stand(routed, pods);
    }

    private ContainerStand stand(List<Placement> routed, Optional<String> pods) {
        Optional<String> forwards = forwarding.because();
        if (settings.when() == Settings.When.OFF) {
            return new ContainerStand(false, "containers = \"off\"");
        }
        if (routed.isEmpty()) {
            return new ContainerStand(false, "no second ENI");
        }
        if (settings.when() == Settings.When.ON) {
            return new ContainerStand(true, "containers = \"on\"");
        }
        if (forwards.isEmpty()) {
            return new ContainerStand(false, "no interface but ENIs forwards traffic");
        }
        return pods.map(sign -> new ContainerStand(false, "pods own the addresses of ENIs; seen: " + sign))
                .orElseGet(() -> new ContainerStand(true, forwards.get() + " forwards traffic"));
    }

    private boolean forwards(Family family) {
        return settings.when() == Settings.When.ON || forwarding.families().contains(family);
    }

    /** The rule by which what is marked finds the ENI's table, which is there for that family. */
    void rule(Placement placement, Family family) {
        Eni eni = placement.eni();
        String link = placement.link().orElseThrow().name();
        if (!stand.on() || trouble().isPresent() || !forwards(family)) {
            return;
        }
        if (!PLAIN_NAME.matcher(link).matches()) {
            notes.add(link + " is no name that nftables could be told: what containers answer there is not marked");
            return;
        }
        Optional<Integer> mark = numbers.of(eni);
        if (mark.isEmpty()) {
            notes.add(String.format(
                    "mark-mask 0x%x has room for %d ENIs: what containers answer on %s is not marked",
                    settings.markMask(), numbers.most(), link));
            return;
        }
        marks.put(link, mark.get());
        Rule.Selector selector = Rule.Selector.mark(mark.get(), settings.markMask());
        int protocol = snapshot.host().ownership().protocol();
        wants.add(new Want(
                Rule.lookup(family, PRIORITY, selector, eni.table(), protocol),
                new Reason("what answers a connection that came in by ", link, " leaves by ", eni.id())));
        if (family == Family.V4) {
            loosen(placement.link().orElseThrow());
        }
    }

    /** A request to a container is looked up by the container's address, whose way out is the primary's. */
    private void loosen(Link link) {
        if (forwarding.isStrict(link)) {
            wants.add(new Want(
                    new Sysctl(link.index(), Sysctl.Name.RP_FILTER, LOOSE),
                    new Reason(
                            "requests to containers come in by ",
                            link.name(),
                            ", and a strict filter looks where the container's own address would leave")));
        }
    }

    private Optional<String> trouble() {
        return snapshot.host().marking().trouble();
    }

    /** Everything, once all rules are known. */
    List<Want> wants() {
        SortedMap<String, Integer> led = led();
        List<Want> all = new ArrayList<>(wants);
        if (!led.isEmpty()) {
            all.add(table(led));
        }
        return all;
    }

    /** The marks that rules lead somewhere: those wanted here, and of those there what leads to rules that stay. */
    private SortedMap<String, Integer> led() {
        SortedMap<String, Integer> all = new TreeMap<>(marks);
        snapshot.state()
                .marks()
                .filter(there -> there.mask() == settings.markMask())
                .ifPresent(there -> there.marks().forEach((link, mark) -> {
                    if (!all.containsValue(mark) && ledByWhatStays(mark)) {
                        all.putIfAbsent(link, mark);
                    }
                }));
        return all;
    }

    /** As the mark of an ENI that IMDS does not describe now, for one. */
    private boolean ledByWhatStays(int mark) {
        return snapshot.state().rules().stream()
                .filter(rule -> rule.priority() == PRIORITY && rule.selector().mark() == mark)
                .filter(rule -> snapshot.host().ownership().owns(rule))
                .anyMatch(stays);
    }

    private Want table(SortedMap<String, Integer> led) {
        return new Want(
                new MarkTable(settings.markMask(), led), new Reason("containers answer by the ENI they were asked on"));
    }

    /** What would be marked, if nftables could be used. */
    Optional<Refused> refused() {
        return trouble().filter(_ -> stand.on()).map(why -> new Refused(table(led()), Guard.NO_NFTABLES, why));
    }

    /** Whether connections are marked, and why. */
    ContainerStand stand() {
        return stand;
    }

    /** What a person should know, in sentences. */
    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (stand.on()) {
            all.addAll(forwarding.troubles());
            all.addAll(MarkClashes.of(snapshot, settings.markMask()));
        }
        return all;
    }
}
