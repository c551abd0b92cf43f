package dev.enid.core.world;

import dev.enid.core.desire.Desired;
import dev.enid.core.plan.Plan;
import dev.enid.core.simulate.Ran;
import dev.enid.core.simulate.Simulation;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** {@link Law#ONE_PASS_IS_ENOUGH}; two where the first wakes what others left asleep. */
final class Convergence {

    private Convergence() {}

    static List<String> violations(Pass pass) {
        List<String> broken = new ArrayList<>();
        pass.ran().refusals().forEach(each -> broken.add("the kernel refuses " + each.fault()));
        Snapshot after = pass.world().snapshot(pass.after());
        pass.brain().plan(after, pass.desired()).changes().forEach(each -> broken.add("still " + pass.words(each)));
        Desired again = pass.brain().desire(after, pass.world().settings());
        Plan next = pass.brain().plan(after, again);
        if (!pass.wakesOthers()) {
            next.changes().forEach(each -> broken.add("and now " + pass.words(each)));
            return broken;
        }
        Ran ran = Simulation.run(pass.after(), next);
        Snapshot last = pass.world().snapshot(ran.state());
        pass.brain()
                .plan(last, pass.brain().desire(last, pass.world().settings()))
                .changes()
                .forEach(each -> broken.add("even then " + pass.words(each)));
        return broken;
    }
}
