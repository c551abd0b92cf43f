package dev.enid.lab.imds;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** IMDSv2 session tokens. Each is good on the instance that asked for it, for as long as it asked. */
final class Tokens {

    /** Bounds on X-aws-ec2-metadata-token-ttl-seconds: six hours at most. */
    static final int SHORTEST = 1;

    static final int LONGEST = 21_600;
    /** As long as the real ones: 56 characters in base 64. */
    private static final int BYTES = 40;

    private record Session(String instance, Instant until) {}

    private final Map<String, Session> sessions = new HashMap<>();
    private final RandomGenerator random;

    Tokens(RandomGenerator random) {
        this.random = random;
    }

    synchronized String mint(String instance, int seconds, Instant now) {
        sessions.values().removeIf(session -> !session.until().isAfter(now));
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().encodeToString(bytes);
        sessions.put(token, new Session(instance, now.plusSeconds(seconds)));
        return token;
    }

    /** How long the token is still good for; empty when it is unknown, expired, or another instance's. */
    synchronized Optional<Duration> remaining(String token, String instance, Instant now) {
        return Optional.ofNullable(sessions.get(token))
                .filter(session -> session.instance().equals(instance))
                .map(session -> Duration.between(now, session.until()))
                .filter(Duration::isPositive);
    }

    /** Makes every token invalid, as a restart of the real service does. */
    synchronized void forget() {
        sessions.clear();
    }
}
