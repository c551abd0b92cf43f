package dev.enid.lab.imds;

import dev.enid.core.ip.Mac;
import java.time.Instant;
import java.util.Map;

/**
 * An instance as the service shows it at one moment.
 *
 * @param stages of ENIs that do not show whole, by MAC address
 * @param since when it last changed
 */
record Seen(ImdsInstance instance, Map<Mac, Stage> stages, Instant since) {

    Seen {
        stages = Map.copyOf(stages);
    }

    Stage stage(Mac mac) {
        return stages.getOrDefault(mac, Stage.WHOLE);
    }
}
