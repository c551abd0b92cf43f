package dev.enid.lab.ec2;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who asks, by a header of Signature Version 4 (General Reference, "Signing AWS API requests"). The lab's keys are known to
 * everyone and guard nothing, so that the signature itself is not looked at: a client that sends none, or another account's
 * keys, is told as EC2 would.
 */
public final class Credential {

    /** AWS_ACCESS_KEY_ID. */
    public static final String ACCESS_KEY = "AKIAENIDLABENIDLAB00";
    /** AWS_SECRET_ACCESS_KEY; it opens nothing but a lab. */
    public static final String SECRET_KEY = "enid-lab-enid-lab-enid-lab-enid-lab-0000";

    private static final Pattern HEADER = Pattern.compile(
            "AWS4-HMAC-SHA256 +Credential=([A-Z0-9]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request, *"
                    + "SignedHeaders=[a-z0-9;-]+, *Signature=[0-9a-f]{64}");

    private Credential() {}

    static void check(Optional<String> authorization) throws Ec2Fault {
        if (authorization.isEmpty()) {
            throw Ec2Fault.unauthorized(
                    403,
                    "MissingAuthenticationToken",
                    "The request must contain either a valid (registered) AWS access key ID or X.509 certificate;"
                            + " enid lab env prints the lab's");
        }
        Matcher header = HEADER.matcher(authorization.get());
        if (!header.matches()) {
            throw Ec2Fault.unauthorized(400, "IncompleteSignature", "The request signature is not one of version 4");
        }
        if (!header.group(1).equals(ACCESS_KEY) || !header.group(4).equals("ec2")) {
            throw Ec2Fault.unauthorized(
                    401,
                    "AuthFailure",
                    "AWS was not able to validate the provided access credentials; enid lab env prints the lab's");
        }
    }
}
