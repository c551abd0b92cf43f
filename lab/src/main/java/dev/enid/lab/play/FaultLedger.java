package dev.enid.lab.play;

import dev.enid.lab.scenario.Claim;
import dev.enid.lab.scenario.Entry;
import dev.enid.lab.scenario.Observation;
import dev.enid.lab.scenario.Observation.Service;
import dev.enid.lab.scenario.Scenario;
import dev.enid.lab.scenario.Step;
import dev.enid.lab.server.LabView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which faults a scenario has switched on, and which of them a request has met: a fault that nobody met has shown nothing. Where
 * that is as it should be, the scenario says so: {@code expect imds outage met = 0}.
 */
final class FaultLedger {

    private static final String EXPIRE = "expire-tokens";

    /** A fault as the lab lists it. */
    private record Listed(Service service, LabView.FaultView fault) {

        String kind() {
            return fault.fault().split(" ", 2)[0];
        }

        @Override
        public String toString() {
            return service.word() + " " + fault.fault()
                    + fault.instance().map(name -> " for " + name).orElse("");
        }
    }

    /** One that was switched on. */
    private static final class Injected {
        private final Listed first;
        private boolean on = true;
        private boolean met;

        Injected(Listed listed) {
            first = listed;
        }

        boolean is(Listed listed) {
            return on
                    && first.service == listed.service
                    && first.fault.fault().equals(listed.fault.fault())
                    && first.fault.instance().equals(listed.fault.instance());
        }
    }

    private final Set<Observation.Met> mayBeUnmet = new HashSet<>();
    private final List<Injected> all = new ArrayList<>();
    private long tokens = -1;

    FaultLedger(Scenario scenario) {
        for (Entry entry : scenario.allSteps()) {
            if (entry.step() instanceof Step.Expect(var _, Claim.Counts counts)
                    && counts.what() instanceof Observation.Met met
                    && counts.since().isEmpty()
                    && counts.comparison().with(counts.number()).test(0)) {
                mayBeUnmet.add(met);
            }
        }
    }

    private static List<Listed> listed(LabView lab) {
        return Stream.concat(
                        lab.faults().stream().map(each -> new Listed(Service.IMDS, each)),
                        lab.ec2().faults().stream().map(each -> new Listed(Service.EC2, each)))
                .toList();
    }

    /** To be called before a step that switches faults: one that is on no more by itself was met as often as it was for. */
    void before(LabView lab) {
        List<Listed> now = listed(lab);
        for (Injected each : all) {
            if (each.on) {
                Optional<Listed> still = now.stream().filter(each::is).findFirst();
                each.met |= still.map(listed -> listed.fault.consumed() > 0).orElse(true);
                each.on = still.isPresent();
            }
        }
    }

    /** To be called after such a step, with its words. */
    void after(List<String> words, LabView lab) {
        if (words.contains(EXPIRE)) {
            tokens = tokens(lab);
        }
        List<Listed> now = listed(lab);
        for (Injected each : all) {
            // Off now, or the same again, which starts at nought.
            each.on &= now.stream().anyMatch(listed -> each.is(listed) && (listed.fault.consumed() > 0 || !each.met));
        }
        for (Listed listed : now) {
            if (all.stream().noneMatch(each -> each.is(listed))) {
                all.add(new Injected(listed));
            }
        }
    }

    /** At the end: what was switched on for nothing. */
    List<String> unmet(LabView lab) {
        before(lab);
        List<String> unmet = all.stream()
                .filter(each ->
                        !each.met && !mayBeUnmet.contains(new Observation.Met(each.first.service, each.first.kind())))
                .map(each -> each.first.toString())
                .collect(Collectors.toCollection(ArrayList::new));
        if (tokens >= 0 && tokens(lab) == tokens) {
            unmet.add(Service.IMDS.word() + " " + EXPIRE);
        }
        return unmet;
    }

    private static long tokens(LabView lab) {
        return lab.instances().stream().mapToLong(each -> each.imds().tokens()).sum();
    }
}
