package dev.enid.agent.daemon;

import dev.enid.agent.pass.Report;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the daemon stands.
 *
 * @param since when it started
 * @param last the last pass, absent before the first ended
 * @param instance what is known of IMDS; may be newer than the last pass
 * @param waiting links that IMDS does not describe yet
 */
public record DaemonView(Instant since, Optional<Report> last, Reading<Instance> instance, List<Waiting> waiting) {

    /**
     * A link that IMDS does not describe.
     *
     * @param asked how often IMDS was asked about it
     * @param givenUp whether it is asked about no more but by the ordinary refresh
     */
    public record Waiting(String link, Mac mac, int asked, boolean givenUp) {}

    public DaemonView {
        waiting = List.copyOf(waiting);
    }
}
