package dev.enid.lab.ec2;

import java.util.random.RandomGenerator;

/**
 * The one pair of keys that a lab takes: whoever has them may do everything, and another user of the machine, who reaches the
 * port as well, has not got them.
 *
 * @param accessKey AWS_ACCESS_KEY_ID
 * @param secretKey AWS_SECRET_ACCESS_KEY
 */
public record Credentials(String accessKey, String secretKey) {

    /** Those of base32, as real ones have it. */
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int ACCESS_LETTERS = 16;
    private static final int SECRET_LETTERS = 40;

    /** New ones. */
    static Credentials random(RandomGenerator random) {
        return new Credentials("AKIA" + letters(random, ACCESS_LETTERS), letters(random, SECRET_LETTERS));
    }

    private static String letters(RandomGenerator random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return accessKey;
    }
}
