package dev.enid.lab.imds;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

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

    /** The instance profile that a role of that name comes to an instance in. */
    public String profileArn(String role) {
        return "arn:aws:iam::" + ownerId + ":instance-profile/" + role;
    }

    /** Its id, made from the name: {@code AIPA} and 17 of base32. */
    public String profileId(String role) {
        long bits =
                UUID.nameUUIDFromBytes(role.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        StringBuilder id = new StringBuilder("AIPA");
        for (int i = 0; i < 17; i++) {
            id.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt((int) (Long.rotateLeft(bits, 5 * i) & 31)));
        }
        return id.toString();
    }

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
