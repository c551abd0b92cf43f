package dev.enid.lab.ec2;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A pair of keys that a lab takes: whoever has one may do everything. Another user of the machine, who reaches the port as
 * well, has none.
 *
 * @param accessKey AWS_ACCESS_KEY_ID
 * @param secretKey AWS_SECRET_ACCESS_KEY
 * @param session of temporary ones
 */
public record Credentials(String accessKey, String secretKey, Optional<Session> session) {

    /** Those of base32, as real ones have it. */
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int ACCESS_LETTERS = 16;
    private static final int SECRET_LETTERS = 40;
    private static final int TOKEN_BYTES = 240;

    /**
     * What temporary ones have beside their keys.
     *
     * @param token AWS_SESSION_TOKEN
     */
    public record Session(String token, Instant from, Instant until) {}

    /** New ones that last. */
    static Credentials random(RandomGenerator random) {
        return of("AKIA", random, Optional.empty());
    }

    /** New ones that do not. */
    static Credentials temporary(RandomGenerator random, Instant from, Instant until) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        String text = Base64.getEncoder().encodeToString(token);
        return of("ASIA", random, Optional.of(new Session(text, from, until)));
    }

    private static Credentials of(String prefix, RandomGenerator random, Optional<Session> session) {
        return new Credentials(prefix + letters(random, ACCESS_LETTERS), letters(random, SECRET_LETTERS), session);
    }

    private static String letters(RandomGenerator random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** Without the secrets, so that no log has them. */
    @Override
    public String toString() {
        return accessKey;
    }
}
