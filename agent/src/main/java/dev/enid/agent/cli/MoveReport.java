package dev.enid.agent.cli;

import dev.enid.agent.ec2.Mutation;
import dev.enid.agent.move.MoveFailed;
import dev.enid.agent.move.MovePlan;
import dev.enid.agent.move.Phase;
import dev.enid.agent.move.Place;
import dev.enid.agent.move.Trail;
import dev.enid.core.ip.Ip;
import dev.enid.core.report.MoveView;
import dev.enid.core.report.MoveView.PhaseView;
import dev.enid.core.report.MoveView.PlaceView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is to say of a move.
 *
 * @param notes of the preflight, in sentences
 */
record MoveReport(MovePlan plan, MoveArguments arguments, List<String> notes) {

    MoveReport {
        notes = List.copyOf(notes);
    }

    MoveView planned() {
        List<String> warnings = new ArrayList<>(plan.warnings());
        warnings.addAll(notes);
        return new MoveView(
                plan.resource().typed(),
                plan.what(),
                plan.source().map(MoveReport::place),
                place(plan.goal()),
                "planned",
                plan.steps().stream().map(Mutation::words).toList(),
                plan.interrupts(),
                warnings,
                List.of(),
                List.of(),
                List.of());
    }

    private static PlaceView place(Place place) {
        return new PlaceView(place.holder(), Optional.of(place.instance()).filter(each -> !each.isEmpty()));
    }

    MoveView moved(Trail trail) {
        return planned()
                .ended(plan.already() ? "already-there" : "moved", phases(trail), notObserved(trail), List.of());
    }

    MoveView failed(MoveFailed failure, Trail trail) {
        return planned().ended(failure.outcome().text(), phases(trail), List.of(), failure.lines());
    }

    private static List<PhaseView> phases(Trail trail) {
        return trail.reached().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .map(each -> new PhaseView(each.getKey().text(), each.getValue().toMillis()))
                .toList();
    }

    /** Only the target itself sees what it does. */
    private List<String> notObserved(Trail trail) {
        return plan.sign().eni().isEmpty()
                ? List.of()
                : Stream.of(Phase.SEEN_BY_IMDS, Phase.LINK, Phase.ROUTED)
                        .filter(phase -> !trail.reached().containsKey(phase))
                        .map(Phase::text)
                        .toList();
    }

    /** What the probe asks; that there is one was checked with the arguments. */
    Ip probed() {
        return arguments
                .probeAddress()
                .or(() -> plan.sign().address())
                .orElseThrow(() -> new IllegalStateException("nothing to probe of " + plan.what()));
    }
}
