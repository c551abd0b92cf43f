package dev.enid.core.world;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Planner;
import dev.enid.core.snapshot.Snapshot;
import java.util.function.BiFunction;

/** Policy and planner together: what the laws are about. A test that a law can fail puts a bad one in their place. */
record Brain(BiFunction<Snapshot, Settings, Desired> policy, BiFunction<Snapshot, Desired, Plan> planner) {

    static final Brain ENID = new Brain(Policy::desire, Planner::plan);

    Desired desire(Snapshot snapshot, Settings settings) {
        return policy.apply(snapshot, settings);
    }

    Plan plan(Snapshot snapshot, Desired desired) {
        return planner.apply(snapshot, desired);
    }

    /** With a mistake in what is wanted. */
    Brain wanting(BiFunction<Snapshot, Desired, Desired> mistake) {
        return new Brain((snapshot, settings) -> mistake.apply(snapshot, policy.apply(snapshot, settings)), planner);
    }

    /** With a mistake in how it is done. */
    Brain planning(BiFunction<Snapshot, Plan, Plan> mistake) {
        return new Brain(policy, (snapshot, desired) -> mistake.apply(snapshot, planner.apply(snapshot, desired)));
    }
}
