package dev.enid.lab.ec2;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** All keys that the API of a lab takes: the lab's own, and those that each instance has by its role. Safe for several threads. */
public final class Keyring {

    /** EC2's are good for somewhat more. */
    static final Duration GOOD_FOR = Duration.ofHours(6);

    /** New ones are there before the last end: clients fetch them up to a quarter of an hour before. */
    static final Duration RENEWED_BEFORE = Duration.ofHours(1);

    /** For so long after their end expired keys are known as such. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final Instant NEVER = Instant.MAX.minus(REMEMBERED);

    private final RandomGenerator random;
    private final Credentials own;
    private final Map<String, Credentials> byAccessKey = new HashMap<>();
    private final Map<String, Credentials> byInstance = new HashMap<>();

    public Keyring(RandomGenerator random) {
        this(Credentials.random(random), random);
    }

    /** Those of a lab that was up before. */
    public Keyring(String accessKey, String secretKey, RandomGenerator random) {
        this(new Credentials(accessKey, secretKey, Optional.empty()), random);
    }

    Keyring(Credentials own, RandomGenerator random) {
        this.own = own;
        this.random = random;
        byAccessKey.put(own.accessKey(), own);
    }

    /** The lab's own, which last as long as it does. */
    public Credentials own() {
        return own;
    }

    /** Those that the instance has now, by its id; made anew an hour before they end. */
    public synchronized Credentials ofInstance(String instance, Instant now) {
        Credentials last = byInstance.get(instance);
        if (last != null && ends(last).isAfter(now.plus(RENEWED_BEFORE))) {
            return last;
        }
        byAccessKey.values().removeIf(each -> !ends(each).plus(REMEMBERED).isAfter(now));
        Credentials made = Credentials.temporary(random, now, now.plus(GOOD_FOR));
        byInstance.put(instance, made);
        byAccessKey.put(made.accessKey(), made);
        return made;
    }

    private static Instant ends(Credentials credentials) {
        return credentials.session().map(Credentials.Session::until).orElse(NEVER);
    }

    /** Those with that access key, expired or not. */
    synchronized Optional<Credentials> find(String accessKey) {
        return Optional.ofNullable(byAccessKey.get(accessKey));
    }
}
