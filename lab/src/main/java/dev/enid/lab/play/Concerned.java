package dev.enid.lab.play;

import dev.enid.lab.scenario.Claim;
import dev.enid.lab.scenario.Observation;
import dev.enid.lab.scenario.Step;
import dev.enid.lab.topology.VpcException;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which machines a step is about: where to look for the cause of its failure. */
final class Concerned {

    private Concerned() {}

    static SortedSet<String> by(Step step, Scene scene) {
        try {
            return machines(step, scene);
        } catch (VpcException e) {
            // An ENI that is not there, which is the failure that is told.
            return new TreeSet<>();
        }
    }

    private static SortedSet<String> machines(Step step, Scene scene) {
        SortedSet<String> names = new TreeSet<>();
        Claim claim = switch (step) {
            case Step.Expect(var _, Claim expected) -> expected;
            case Step.Throughout throughout -> throughout.reaches();
            case Step.Exec(String machine, var _) -> {
                names.add(machine);
                yield new Claim.Unchanged("");
            }
            case Step.LabCommand _,
                    Step.Background _,
                    Step.StartDaemon _,
                    Step.StopDaemon _,
                    Step.WriteFile _,
                    Step.Remember _ -> new Claim.Unchanged("");
        };
        switch (claim) {
            case Claim.Reaches reaches -> {
                names.add(reaches.from());
                reaches.to().forEach(target -> names.add(scene.holder(target)));
            }
            case Claim.Says(Observation.Output(String machine, var _), var _) -> names.add(machine);
            case Claim.Says(Observation.Of(var _, String instance), var _) -> names.add(instance);
            case Claim.Converged(String instance) -> names.add(instance);
            case Claim.NothingPlanned(String instance) -> names.add(instance);
            case Claim.Counts _, Claim.Unchanged _ -> {}
        }
        return names;
    }
}
