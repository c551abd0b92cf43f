package dev.enid.agent.operations;

import dev.enid.agent.pass.Report;
import dev.enid.core.desire.Desired;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.desire.Standing;
import dev.enid.core.file.BackendChoice;
import dev.enid.core.inventory.Eni;
import dev.enid.core.kernel.Link;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Planner;
import dev.enid.core.reading.Reading;
import dev.enid.core.render.Handing;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.RenderView;
import dev.enid.core.report.StatusView;
import dev.enid.core.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;

/** What was seen, and what follows from it by these settings. */
record Look(Snapshot seen, Settings settings, Desired desired, Plan plan) {

    static Look at(Snapshot seen, Settings settings) {
        Desired desired = Policy.desire(seen, settings);
        return new Look(seen, settings, desired, Planner.plan(seen, desired, Handing.of(seen, desired, settings)));
    }

    /** The last one of a pass by these settings. */
    static Look of(Report report, Settings settings) {
        return new Look(report.after(), settings, report.desired(), report.remaining());
    }

    StatusView status(boolean daemon, List<String> troubles) {
        BackendChoice backend = BackendChoice.of(settings.backend(), seen.host().environment());
        return StatusView.of(seen, desired, plan, backend, daemon, troubles);
    }

    PlanView planned() {
        return PlanView.of(seen, desired, plan);
    }

    /** The files of the backend; not where it is not known what these would have to say. */
    RenderView rendered() throws OperationFailed {
        mustBeKnown(seen.instance(), "IMDS has not been read, so it is not known which ENIs there are");
        mustBeKnown(seen.kernel(), "the kernel's tables cannot be read, so it is not known which links there are");
        return RenderView.of(seen, desired, settings);
    }

    private static void mustBeKnown(Reading<?> reading, String otherwise) throws OperationFailed {
        if (reading.known().isEmpty()) {
            throw new OperationFailed(
                    otherwise, reading.trouble().map(Object::toString).orElse("try again"));
        }
    }

    /** The ENI that a person named. */
    Standing eni(EniSelector selector) throws OperationFailed {
        for (Standing standing : desired.standings()) {
            if (matches(selector, standing)) {
                return standing;
            }
        }
        if (seen.instance().known().isEmpty()) {
            throw new OperationFailed(
                    "IMDS has not been read, so it is not known which interface is an ENI",
                    seen.instance().trouble().map(Object::toString).orElse("try again"));
        }
        List<String> names = desired.standings().stream().map(Look::name).toList();
        throw new OperationFailed(
                selector.text() + " is no ENI of this instance",
                names.isEmpty() ? "there are none" : "there are " + String.join(", ", names));
    }

    private static boolean matches(EniSelector selector, Standing standing) {
        if (standing.eni().filter(eni -> selector.matches(eni, standing.link())).isPresent()) {
            return true;
        }
        return switch (selector) {
            case EniSelector.ByMac(var mac) -> standing.mac().equals(mac);
            case EniSelector.ByInterface(String name) ->
                standing.link()
                        .filter(link ->
                                link.name().equals(name) || link.altNames().contains(name))
                        .isPresent();
            case EniSelector.ById _, EniSelector.ByDevice _ -> false;
        };
    }

    private static String name(Standing standing) {
        String id = standing.eni()
                .map(Eni::id)
                .map(Object::toString)
                .orElse(standing.mac().toString());
        Optional<String> link = standing.link().map(Link::name);
        return link.map(each -> each + " (" + id + ")").orElse(id);
    }
}
