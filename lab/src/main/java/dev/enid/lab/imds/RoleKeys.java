package dev.enid.lab.imds;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The keys that an instance has by its role, as {@code iam/security-credentials/ROLE} tells them. */
public record RoleKeys(String accessKey, String secretKey, String token, Instant made, Instant until) {

    /** Gives each instance its own. Asked on every request for them. */
    @FunctionalInterface
    public interface Source {

        /**
         * Those that are good for a while.
         *
         * @param instance its id
         */
        RoleKeys of(String instance);
    }

    /** EC2 User Guide, "Retrieve security credentials from instance metadata". */
    String document() {
        return """
                {
                  "Code" : "Success",
                  "LastUpdated" : "%s",
                  "Type" : "AWS-HMAC",
                  "AccessKeyId" : "%s",
                  "SecretAccessKey" : "%s",
                  "Token" : "%s",
                  "Expiration" : "%s"
                }""".formatted(seconds(made), accessKey, secretKey, token, seconds(until));
    }

    static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Without the secrets, so that no log has them. */
    @Override
    public String toString() {
        return accessKey;
    }
}
