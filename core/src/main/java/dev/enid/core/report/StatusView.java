package dev.enid.core.report;

import dev.enid.core.desire.Desired;
import dev.enid.core.file.BackendChoice;
import dev.enid.core.plan.Plan;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code enid status} shows.
 *
 * @param instance absent as long as IMDS has not been read
 * @param backend by whom secondary ENIs are brought up: {@code direct}
 * @param backendBecause why, in sentences
 * @param asked what the host's network manager was told lately, by interface
 * @param daemon whether a daemon keeps it so
 * @param converged whether all that is wanted holds, as far as is known
 * @param imds fresh, stale or missing
 * @param containers whether containers answer by the ENI they were asked on
 * @param summary what is to change; {@code enid plan} shows it
 * @param enis by table, then those without one
 * @param findings what is about no single ENI, in sentences
 */
public record StatusView(
        Optional<InstanceView> instance,
        String backend,
        List<String> backendBecause,
        List<AskedView> asked,
        boolean daemon,
        boolean converged,
        String imds,
        ContainersView containers,
        PlanView.Summary summary,
        List<EniView> enis,
        List<String> findings) {

    /** This instance. */
    public record InstanceView(String id, String zone) {}

    /**
     * Whether connections that come in by an ENI are marked, so that what containers answer leaves by it.
     *
     * @param why in words
     */
    public record ContainersView(boolean marked, String why) {}

    /**
     * Something that the host's network manager was told.
     *
     * @param busy whether it may still come
     * @param words what it was told, and what it answered
     */
    public record AskedView(String interface_, boolean busy, String words) {}

    public StatusView {
        backendBecause = List.copyOf(backendBecause);
        asked = List.copyOf(asked);
        enis = List.copyOf(enis);
        findings = List.copyOf(findings);
    }

    /**
     * How things stand.
     *
     * @param plan what is to be done, by this look
     * @param backend by whom
     * @param daemon whether a daemon keeps it so
     * @param troubles what else went wrong, in sentences
     */
    public static StatusView of(
            Snapshot seen, Desired desired, Plan plan, BackendChoice backend, boolean daemon, List<String> troubles) {
        PlanView planned = PlanView.of(seen, desired, plan);
        List<String> findings = new ArrayList<>(Notes.onReadings(seen));
        findings.addAll(troubles);
        findings.addAll(desired.notes());
        List<EniView> enis = desired.standings().stream()
                .map(standing -> EniView.of(standing, planned))
                .toList();
        planned.withheld().stream()
                .filter(each -> enis.stream().noneMatch(eni -> eni.concerns(each.interface_())))
                .map(EniView::withheld)
                .forEach(findings::add);
        return new StatusView(
                seen.instance().known().map(instance -> new InstanceView(instance.id(), instance.zone())),
                backend.backend().word(),
                backend.trace(),
                asked(seen.host()),
                daemon,
                plan.isEmpty() && Notes.isSighted(seen),
                seen.instance().word(),
                new ContainersView(
                        desired.containers().on(), desired.containers().why()),
                planned.summary(),
                enis,
                findings);
    }

    private static List<AskedView> asked(HostFacts host) {
        return host.asked().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> new AskedView(
                        each.getKey(), each.getValue().busy(), each.getValue().words()))
                .toList();
    }
}
