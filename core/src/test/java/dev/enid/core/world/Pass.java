package dev.enid.core.world;

import dev.enid.core.desire.Desired;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Plan;
import dev.enid.core.simulate.Ran;
import dev.enid.core.simulate.Simulation;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One pass over a world: what was seen, wanted and planned, and what the kernel made of it.
 *
 * @param stages the kernel's state before the plan and after each of its steps
 */
record Pass(World world, Brain brain, Snapshot seen, Desired desired, Plan plan, List<KernelState> stages, Ran ran) {

    /** The table in which routes of ours repeat what the main table says of bridges and tunnels. */
    static final int COPIES = 9999;

    static Pass of(World world, Brain brain) {
        KernelState before = world.state();
        Snapshot seen = world.snapshot(before);
        Desired desired = brain.desire(seen, world.settings());
        Plan plan = brain.plan(seen, desired);
        List<KernelState> stages = new ArrayList<>();
        List<Ran.Refusal> refusals = new ArrayList<>();
        stages.add(before);
        for (Change change : plan.changes()) {
            Ran one = Simulation.run(stages.getLast(), List.of(change.step()));
            refusals.addAll(one.refusals());
            stages.add(one.state());
        }
        return new Pass(world, brain, seen, desired, plan, List.copyOf(stages), new Ran(stages.getLast(), refusals));
    }

    KernelState before() {
        return stages.getFirst();
    }

    KernelState after() {
        return stages.getLast();
    }

    /** A link that comes up with someone's address gets routes from the kernel, of which the pass could not know. */
    boolean wakesOthers() {
        return before().addresses().stream()
                .filter(each -> !Ownership.OF_ENID.owns(each))
                .anyMatch(each -> !before().link(each.link()).orElseThrow().up()
                        && after().link(each.link()).orElseThrow().up());
    }

    /** Calls with the state after each step, and the step in words. */
    void eachStage(BiConsumer<KernelState, String> stage) {
        for (int i = 1; i < stages.size(); i++) {
            stage.accept(
                    stages.get(i),
                    "after step " + i + ", " + words(plan.changes().get(i - 1)));
        }
    }

    String words(Change change) {
        String sign = switch (change.step()) {
            case KernelStep.Put _ -> "+ ";
            case KernelStep.Replace replace -> "~ " + replace.old().toIproute2(after()) + " -> ";
            case KernelStep.Drop _ -> "- ";
        };
        return sign + change.step().object().toIproute2(after()) + " (" + change.because() + ")";
    }
}
