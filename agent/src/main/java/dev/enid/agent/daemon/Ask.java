package dev.enid.agent.daemon;

import dev.enid.core.ip.Mac;
import java.util.Set;

/** What to read of IMDS. */
sealed interface Ask {

    /** Whatever may have changed. */
    record Refresh() implements Ask {}

    /** The ENIs of these links, which have just appeared. */
    record Appeared(Set<Mac> macs) implements Ask {
        public Appeared {
            macs = Set.copyOf(macs);
        }
    }
}
