package dev.enid.lab.imds;

import dev.enid.core.ip.Ip;
import dev.enid.lab.fault.TokenBuckets;
import java.time.Instant;

/** A bucket of tokens for each ENI, by the MAC address of the ENI that a request came from. */
final class Throttles {

    private final TokenBuckets buckets = new TokenBuckets();

    /** Whether one more request of that client is within {@code perSecond}; it counts if it is. */
    boolean admit(ImdsInstance instance, Ip client, int perSecond, Instant now) {
        String eni = instance.enis().stream()
                .filter(each -> each.owns(client))
                .map(each -> each.mac().toString())
                .findFirst()
                .orElse(client.toString());
        return buckets.take(eni, new TokenBuckets.Rate(perSecond, perSecond), now);
    }
}
