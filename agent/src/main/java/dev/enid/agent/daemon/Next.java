package dev.enid.agent.daemon;

import dev.enid.core.kernel.KernelObject;
import java.time.Instant;
import java.util.Set;

/** What the daemon does next. */
sealed interface Next {

    /** Have IMDS read; its answer comes by {@link Schedule#metadataRead}. */
    record Read(Ask ask) implements Next {}

    /**
     * Run a pass; {@link Schedule#passEnded} tells how it went.
     *
     * @param resting objects to leave alone
     * @param answers the requests that the pass is the answer to
     */
    record Run(Set<KernelObject.Key> resting, Set<Long> answers) implements Next {
        public Run {
            resting = Set.copyOf(resting);
            answers = Set.copyOf(answers);
        }
    }

    /** Wait for something to happen, but not beyond that time. */
    record Wait(Instant until) implements Next {}
}
