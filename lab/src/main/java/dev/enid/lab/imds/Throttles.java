package dev.enid.lab.imds;

import dev.enid.core.ip.Ip;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A bucket of tokens for each ENI, by the MAC address of the ENI that a request came from. */
final class Throttles {

    private record Bucket(int rate, double level, Instant at) {

        Bucket filled(Instant now) {
            double more = Duration.between(at, now).toNanos() * rate / 1e9;
            return new Bucket(rate, Math.min(rate, level + more), now);
        }
    }

    private final Map<String, Bucket> buckets = new HashMap<>();

    /** Whether one more request of that client is within {@code perSecond}; it counts if it is. */
    synchronized boolean admit(ImdsInstance instance, Ip client, int perSecond, Instant now) {
        String eni = instance.enis().stream()
                .filter(each -> each.owns(client))
                .map(each -> each.mac().toString())
                .findFirst()
                .orElse(client.toString());
        Bucket bucket = buckets.get(eni);
        Bucket filled = bucket == null || bucket.rate() != perSecond
                ? new Bucket(perSecond, perSecond, now)
                : bucket.filled(now);
        boolean admitted = filled.level() >= 1;
        buckets.put(eni, admitted ? new Bucket(perSecond, filled.level() - 1, now) : filled);
        return admitted;
    }
}
