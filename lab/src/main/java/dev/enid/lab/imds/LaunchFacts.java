package dev.enid.lab.imds;

import java.time.Instant;

/**
 * What every instance of the lab says of its launch.
 *
 * @param ownerId an account number, 12 digits
 * @param securityGroup the name of the one group that every ENI is in
 */
public record LaunchFacts(
        String ownerId,
        String imageId,
        String reservationId,
        String securityGroup,
        String securityGroupId,
        Instant launched) {

    /** AWS's own example account and image ids, which belong to nobody. */
    public static LaunchFacts example(Instant launched) {
        return new LaunchFacts(
                "123456789012",
                "ami-0abcdef1234567890",
                "r-0abcdef1234567890",
                "default",
                "sg-0abcdef1234567890",
                launched);
    }
}
