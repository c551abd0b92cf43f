package dev.enid.agent.pass;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Policy;
import dev.enid.core.desire.Settings;
import dev.enid.core.plan.Plan;
import dev.enid.core.plan.Planner;
import dev.enid.core.render.Handing;
import dev.enid.core.snapshot.Snapshot;
import java.util.Optional;

/**
 * What follows from what was seen. Most passes see what the one before saw, and the same follows from it: then nothing is
 * reckoned anew. For one thread at a time.
 */
final class Reckoning {

    /** What should hold, and what is to be done for it. */
    record Result(Desired desired, Plan plan) {}

    private record Known(Snapshot seen, Settings settings, Result result) {}

    private Optional<Known> last = Optional.empty();

    Result of(Snapshot seen, Settings settings) {
        Optional<Known> same = last.filter(known -> known.settings.equals(settings) && known.seen.saysTheSameAs(seen));
        if (same.isPresent()) {
            return same.get().result;
        }
        Desired desired = Policy.desire(seen, settings);
        Result result = new Result(desired, Planner.plan(seen, desired, Handing.of(seen, desired, settings)));
        last = Optional.of(new Known(seen, settings, result));
        return result;
    }
}
