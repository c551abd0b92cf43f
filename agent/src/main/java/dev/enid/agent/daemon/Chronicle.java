package dev.enid.agent.daemon;

import dev.enid.agent.pass.Report;
import dev.enid.core.desire.Standing;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.plan.Applied;
import dev.enid.core.plan.Outcome;
import dev.enid.core.plan.Withheld;
import dev.enid.core.reading.Fault;
import dev.enid.core.report.ChangeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells what is new in a pass's report: each change once, a fault when it begins and when it ends, an ENI when it stands
 * otherwise than before. A pass in which nothing is new says nothing.
 */
final class Chronicle {

    private static final String IMDS = "imds";
    private static final String KERNEL = "kernel";
    private static final String PASS = "pass";

    /** What fails now, by the object's identity or one of the words above. */
    private final Map<Object, Failing> failing = new HashMap<>();

    private final Map<String, EniStands> enis = new TreeMap<>();
    private final Set<String> withheld = new HashSet<>();

    private record Failing(Fault fault, Instant since) {}

    private record EniStands(String eni, String link, Standing.State state, String detail) {}

    List<DaemonEvent> tell(Instant now, Report report) {
        List<DaemonEvent> events = new ArrayList<>();
        faults(now, report, events);
        if (report.after().kernel().isFresh()) {
            standings(report, events);
            withheld(report, events);
        }
        changes(report, events);
        return events;
    }

    /** A pass that ended in an error of our own; told when it is the first of its kind. */
    List<DaemonEvent> broke(Instant now, RuntimeException error) {
        Fault fault =
                new Fault(Fault.Kind.INTERNAL, "running a pass", "an error of enid's own, please report it: " + error);
        return failing.putIfAbsent(PASS, new Failing(fault, now)) == null ? List.of(began(fault)) : List.of();
    }

    private static DaemonEvent began(Fault fault) {
        return new DaemonEvent.FaultBegan(
                fault.kind().name().toLowerCase(java.util.Locale.ROOT), fault.doing(), fault.detail());
    }

    private void faults(Instant now, Report report, List<DaemonEvent> events) {
        Map<Object, Fault> current = new LinkedHashMap<>();
        report.after().instance().trouble().ifPresent(fault -> current.put(IMDS, fault));
        report.after().kernel().trouble().ifPresent(fault -> current.put(KERNEL, fault));
        report.notes().forEach(note -> current.put(note, new Fault(Fault.Kind.REFUSED, "keeping the ledger", note)));
        for (Applied.Result result : report.applied().results()) {
            Object what = result.change().step().object().key();
            if (result.outcome() instanceof Outcome.Failed(Fault fault)) {
                current.put(what, fault);
            } else {
                // A later round did what an earlier one could not.
                current.remove(what);
            }
        }
        for (Applied.FileResult result : report.applied().files()) {
            if (result.outcome() instanceof Outcome.Failed(Fault fault)) {
                current.put(result.change().step().path(), fault);
            }
        }
        failing.entrySet().removeIf(entry -> {
            // Where the kernel could not be read nothing was tried, and nothing is known to be mended.
            boolean unknown = current.containsKey(KERNEL) && !entry.getKey().equals(IMDS);
            if (unknown || current.containsKey(entry.getKey())) {
                return false;
            }
            Failing over = entry.getValue();
            events.add(new DaemonEvent.FaultEnded(over.fault.doing(), Duration.between(over.since, now)));
            return true;
        });
        current.forEach((what, fault) -> {
            if (failing.putIfAbsent(what, new Failing(fault, now)) == null) {
                events.add(began(fault));
            }
        });
    }

    private void standings(Report report, List<DaemonEvent> events) {
        Map<String, EniStands> current = new TreeMap<>();
        for (Standing standing : report.desired().standings()) {
            String mac = standing.mac().toString();
            boolean ok = standing.state() == Standing.State.OK;
            current.put(
                    mac,
                    new EniStands(
                            standing.eni().map(eni -> eni.id().text()).orElse(mac),
                            standing.link().map(link -> link.name()).orElse(""),
                            standing.state(),
                            ok ? "" : String.join("; ", standing.notes())));
        }
        enis.forEach((mac, stood) -> {
            if (!current.containsKey(mac)) {
                events.add(new DaemonEvent.EniState(stood.eni, mac, stood.link, "gone", ""));
            }
        });
        current.forEach((mac, stands) -> {
            EniStands stood = enis.get(mac);
            if (stood == null || stood.state != stands.state || !stood.link.equals(stands.link)) {
                events.add(new DaemonEvent.EniState(stands.eni, mac, stands.link, stands.state.word(), stands.detail));
            }
        });
        enis.clear();
        enis.putAll(current);
    }

    /** One line for each reason: where pods own the addresses, there are hundreds of them under one. */
    private void withheld(Report report, List<DaemonEvent> events) {
        Map<String, List<Withheld>> byReason = new LinkedHashMap<>();
        for (Withheld each : report.remaining().withheld()) {
            if (report.isUnderWay(each)) {
                continue;
            }
            byReason.computeIfAbsent(each.guard().word() + ": " + each.why(), _ -> new ArrayList<>())
                    .add(each);
        }
        byReason.forEach((reason, all) -> {
            if (withheld.add(reason)) {
                Withheld first = all.getFirst();
                events.add(new DaemonEvent.HeldBack(
                        first.change().action().word() + " "
                                + first.change()
                                        .step()
                                        .object()
                                        .toIproute2(report.after().state()),
                        all.size(),
                        first.guard().word(),
                        first.why()));
            }
        });
        withheld.retainAll(byReason.keySet());
    }

    private static void changes(Report report, List<DaemonEvent> events) {
        KernelState names = report.after().state();
        int done = 0;
        int failed = 0;
        for (Applied.Result result : report.applied().results()) {
            switch (result.outcome()) {
                case Outcome.Done _ -> {
                    done++;
                    int link = result.change().step().object().link();
                    ChangeView change = ChangeView.of(
                            result.change(), names, report.desired().standings());
                    events.add(new DaemonEvent.Changed(
                            change.action(),
                            link == 0 ? change.interface_() : name(link, report),
                            change.object(),
                            change.because()));
                }
                case Outcome.Failed _, Outcome.Skipped _ -> failed++;
                case Outcome.AlreadySo _ -> {}
            }
        }
        for (Applied.FileResult result : report.applied().files()) {
            switch (result.outcome()) {
                case Outcome.Done _ -> {
                    done++;
                    ChangeView change = ChangeView.of(result.change());
                    events.add(new DaemonEvent.Changed(
                            change.action(), change.interface_(), change.object(), change.because()));
                }
                case Outcome.Failed _, Outcome.Skipped _ -> failed++;
                case Outcome.AlreadySo _ -> {}
            }
        }
        if (done > 0) {
            events.add(new DaemonEvent.Passed(
                    done,
                    failed,
                    report.remaining().changes().size(),
                    report.converged(),
                    report.took().whole()));
        }
    }

    private static String name(int link, Report report) {
        return report.after()
                .state()
                .link(link)
                .or(() -> report.before().state().link(link))
                .map(found -> found.name())
                .orElse("if" + link);
    }
}
