package dev.enid.lab.imds;

import dev.enid.core.ip.Mac;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one instance was, and when. From it comes what the service shows while changes take time to propagate, or while it is
 * stale.
 */
final class Timeline {

    /** Longer than any propagation, and short enough that a lab that runs for days does not grow. */
    static final Duration KEPT = Duration.ofHours(1);

    private record Moment(Instant at, ImdsInstance instance) {}

    private final List<Moment> moments = new ArrayList<>();

    /** Takes note of what the instance is now. */
    synchronized void observe(ImdsInstance instance, Instant now) {
        if (!moments.isEmpty() && moments.getLast().instance().equals(instance)) {
            return;
        }
        moments.add(new Moment(now, instance));
        while (moments.size() > 2 && moments.get(1).at().isBefore(now.minus(KEPT))) {
            moments.removeFirst();
        }
    }

    /**
     * What shows at {@code moment} when a change takes {@code propagation} to show. What the instance was launched with has
     * always been there. Addresses and detached ENIs stay as they were until a change is through; new ENIs come in stages.
     */
    synchronized Seen at(Instant moment, Duration propagation) {
        Moment now = lastUntil(moment);
        Moment settled = lastUntil(moment.minus(propagation));
        List<ImdsEni> enis = new ArrayList<>(settled.instance().enis());
        Map<Mac, Stage> stages = new HashMap<>();
        for (ImdsEni eni : now.instance().enis()) {
            if (settled.instance().eni(eni.mac()).isPresent()) {
                continue;
            }
            Duration age = Duration.between(attached(eni.mac(), now), moment);
            Stage stage = Stage.after(age, propagation);
            if (stage != Stage.HIDDEN) {
                enis.add(eni);
                stages.put(eni.mac(), stage);
            }
        }
        ImdsInstance before = settled.instance();
        ImdsInstance shown = before.with(enis);
        return new Seen(shown.equals(now.instance()) ? now.instance() : shown, stages, settled.at());
    }

    private Moment lastUntil(Instant moment) {
        Moment found = moments.getFirst();
        for (Moment each : moments) {
            if (!each.at().isAfter(moment)) {
                found = each;
            }
        }
        return found;
    }

    /** Since when, without a gap, the ENI has been there at {@code last}. */
    private Instant attached(Mac mac, Moment last) {
        Instant since = last.at();
        for (int i = moments.indexOf(last); i >= 0; i--) {
            if (moments.get(i).instance().eni(mac).isEmpty()) {
                break;
            }
            since = moments.get(i).at();
        }
        return since;
    }
}
