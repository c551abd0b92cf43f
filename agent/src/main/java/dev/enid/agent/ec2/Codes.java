package dev.enid.agent.ec2;

import java.util.Set;

/** EC2's error codes: API Reference, "Error codes for the Amazon EC2 API". */
public final class Codes {

    /** The answer to a dry run of what would be carried out. */
    public static final String DRY_RUN = "DryRunOperation";

    /** The credentials are good, and may not do that. */
    public static final String UNAUTHORIZED = "UnauthorizedOperation";

    private static final Set<String> THROTTLED =
            Set.of("RequestLimitExceeded", "Throttling", "ThrottlingException", "RequestThrottled", "SlowDown");

    private Codes() {}

    /** Whether it says that too many requests came. */
    public static boolean throttled(String code) {
        return THROTTLED.contains(code);
    }
}
