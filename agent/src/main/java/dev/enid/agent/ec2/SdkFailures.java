package dev.enid.agent.ec2;

import dev.enid.agent.ec2.Ec2Failure.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK throws, by what it tells of the request: classes and codes, never messages. */
final class SdkFailures {

    private static final int SERVER_ERROR = 500;

    /** EC2's AuthFailure. The JDK's HttpURLConnection withholds the body of such an answer, and with it the code. */
    private static final int UNAUTHENTICATED = 401;

    private SdkFailures() {}

    static Ec2Failure of(String action, SdkException thrown) {
        if (thrown instanceof AwsServiceException answered) {
            return answered(action, answered);
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return new Ec2Failure(Kind.UNREACHABLE, action, "", told(cause), thrown);
            }
        }
        return new Ec2Failure(Kind.UNANSWERED, action, "", told(thrown), thrown);
    }

    private static String told(Throwable thrown) {
        return Optional.ofNullable(thrown.getMessage())
                .filter(message -> !message.isBlank())
                .orElse(thrown.getClass().getSimpleName());
    }

    /** An answer without a code comes from something between here and EC2. */
    private static Ec2Failure answered(String action, AwsServiceException thrown) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(thrown.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        String message = details.map(AwsErrorDetails::errorMessage).orElse("HTTP status " + thrown.statusCode());
        if (code.isEmpty() && thrown.statusCode() == UNAUTHENTICATED) {
            return new Ec2Failure(
                    Kind.REFUSED,
                    action,
                    "AuthFailure",
                    "the keys are not valid there, or the clock of this machine is wrong",
                    thrown);
        }
        // RequestLimitExceeded has status 503, and is an answer: it was not even looked at.
        boolean throttled = Codes.throttled(code);
        Kind kind = thrown.statusCode() >= SERVER_ERROR && !throttled ? Kind.UNANSWERED : Kind.REFUSED;
        return new Ec2Failure(kind, action, code, message, thrown);
    }
}
