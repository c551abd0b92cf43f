package dev.enid.lab.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Buckets of tokens, by whatever each of them limits. Each is full to begin with. */
public final class TokenBuckets {

    private record Bucket(double level, Instant at) {

        Bucket filled(Rate rate, Instant now) {
            double more = Duration.between(at, now).toNanos() * rate.perSecond / 1e9;
            return new Bucket(Math.min(rate.size, level + more), now);
        }
    }

    /**
     * How much a bucket holds, and how fast it fills.
     *
     * @param perSecond tokens
     * @param size tokens
     */
    public record Rate(double perSecond, double size) {

        public Rate {
            if (!(perSecond > 0 && size >= 1)) {
                throw new IllegalArgumentException("a bucket fills, and holds a token at least");
            }
        }
    }

    private record Place(String what, Rate rate) {}

    private final Map<Place, Bucket> buckets = new HashMap<>();

    /** Whether there is a token for one more request; it is taken then. */
    public synchronized boolean take(String what, Rate rate, Instant now) {
        Place place = new Place(what, rate);
        Bucket bucket = buckets.getOrDefault(place, new Bucket(rate.size, now)).filled(rate, now);
        boolean admitted = bucket.level >= 1;
        buckets.put(place, admitted ? new Bucket(bucket.level - 1, now) : bucket);
        return admitted;
    }
}
