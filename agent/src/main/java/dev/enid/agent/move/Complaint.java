package dev.enid.agent.move;

import dev.enid.agent.ec2.Codes;
import dev.enid.agent.ec2.Ec2Failure;
import dev.enid.agent.iam.Purpose;
import java.util.List;
import java.util.Set;

/** What EC2's failures mean for a person: what is wrong, and what to do. */
public final class Complaint {

    /** Keys that are wrong, old, or whose clock is: API Reference, "Common client errors". */
    private static final Set<String> CREDENTIALS = Set.of(
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidClientTokenId",
            "MissingAuthenticationToken",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");

    private Complaint() {}

    /** In lines without a full stop. */
    public static List<String> of(Ec2Failure failure, Purpose purpose) {
        String action = failure.action();
        return switch (failure.kind()) {
            case NO_CREDENTIALS ->
                List.of(
                        "there are no AWS credentials: none in the environment, in ~/.aws, of a container or of an"
                                + " instance's role",
                        "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; or give the instance a role");
            case NO_REGION ->
                List.of(
                        "it is not known which AWS region to ask",
                        "set AWS_REGION, or region in ~/.aws/config; on an instance IMDS tells it");
            case UNREACHABLE ->
                List.of(
                        "EC2's endpoint cannot be reached: " + failure.getMessage(),
                        "is AWS_REGION right, and AWS_ENDPOINT_URL_EC2 where it is set, and is there a way out?");
            case UNANSWERED -> List.of("EC2 does not answer " + action + ": " + failure.text());
            case REFUSED -> refused(failure, purpose);
        };
    }

    private static List<String> refused(Ec2Failure failure, Purpose purpose) {
        if (failure.code().equals(Codes.UNAUTHORIZED)) {
            // Its message goes on with a long text that only sts can decode.
            return List.of(
                    "the credentials may not call ec2:" + failure.action(),
                    "the policy they need: enid iam-policy --for " + purpose.text());
        }
        if (CREDENTIALS.contains(failure.code())) {
            return List.of("EC2 does not take the credentials: " + failure.text());
        }
        return List.of("EC2 refuses " + failure.action() + ": " + failure.text());
    }
}
