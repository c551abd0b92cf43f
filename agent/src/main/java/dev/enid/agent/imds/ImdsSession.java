package dev.enid.agent.imds;

import dev.enid.core.ip.Quoted;
import dev.enid.core.reading.Fault.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * IMDSv2's token, or the finding that there is only IMDSv1. Header names, path and bounds:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html.
 */
final class ImdsSession {

    static final String TOKEN = "X-aws-ec2-metadata-token";
    static final String TOKEN_PATH = "/latest/api/token";
    static final String TOKEN_SECONDS = "X-aws-ec2-metadata-token-ttl-seconds";
    static final int MOST_TOKEN_SECONDS = 21_600;
    static final String TOKEN_REQUEST = TOKEN_SECONDS + ": " + MOST_TOKEN_SECONDS + "\r\nContent-Length: 0\r\n";

    private static final int MOST_TOKEN = 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** A token is renewed this long before its end, or when a tenth of its time is left, whichever is later. */
    private static final long EARLY_SECONDS = 300;

    private final boolean version1;
    private final LongSupplier nanos;
    private Optional<String> token = Optional.empty();
    private long renewAt;
    /** The status with which a token was refused, so that IMDS is being asked without one. */
    private OptionalInt refused = OptionalInt.empty();
    /** Whether IMDS has answered without a token. */
    private boolean version1Answers;

    ImdsSession(boolean version1, LongSupplier nanos) {
        this.version1 = version1;
        this.nanos = nanos;
    }

    boolean wantsToken() {
        return refused.isEmpty() && (token.isEmpty() || nanos.getAsLong() - renewAt >= 0);
    }

    Optional<String> token() {
        return token;
    }

    void forget() {
        token = Optional.empty();
        refused = OptionalInt.empty();
        version1Answers = false;
    }

    /** Takes the answer to a request for a token. */
    void take(HttpAnswer answer, Endpoint from, String doing) throws ImdsFailure {
        forget();
        int status = answer.status();
        if (status == 200) {
            token = Optional.of(check(answer.body(), doing));
            long seconds = Math.min(answer.tokenSeconds().orElse(MOST_TOKEN_SECONDS), MOST_TOKEN_SECONDS);
            renewAt = nanos.getAsLong() + (seconds - Math.min(EARLY_SECONDS, seconds / 10)) * NANOS_PER_SECOND;
        } else if (version1 && (status == 403 || status == 404 || status == 405)) {
            // AWS's own tools fall back on these three: feature-imds-credentials.html of their reference guide.
            refused = OptionalInt.of(status);
        } else if (status == 401) {
            throw new ImdsFailure(Kind.SERVER, doing, from + " answered 401 when asked for a token");
        } else {
            throw refusal(status, from, doing);
        }
    }

    private static String check(String token, String doing) throws ImdsFailure {
        // It goes into a header of every request: a line break in it would be another header.
        boolean fit = !token.isEmpty() && token.length() <= MOST_TOKEN;
        for (int i = 0; fit && i < token.length(); i++) {
            fit = token.charAt(i) > ' ' && token.charAt(i) < 0x7f;
        }
        if (!fit) {
            throw new ImdsFailure(
                    Kind.MALFORMED, doing, "the token is not one of printable ASCII: " + Quoted.of(token));
        }
        return token;
    }

    /** Takes note of the status of an answer to a request for a key. */
    void answered(int status) {
        if (refused.isPresent()) {
            version1Answers = status == 200 || status == 404;
        }
    }

    /** What a status other than 200 and 404 means. */
    ImdsFailure refusal(int status, Endpoint from, String doing) {
        String said = from + " answered " + status;
        OptionalInt withoutToken = refused;
        if (status == 401 || status == 403) {
            forget();
        }
        return switch (status) {
            case 401 ->
                withoutToken.isPresent()
                        ? new ImdsFailure(
                                Kind.DISABLED,
                                doing,
                                said + " without a token, and " + withoutToken.getAsInt()
                                        + " when asked for one; see HttpTokens and HttpEndpoint in"
                                        + " aws ec2 describe-instances")
                        : new ImdsFailure(Kind.SERVER, doing, said + " to the token it had just given");
            case 403 ->
                new ImdsFailure(
                        Kind.DISABLED,
                        doing,
                        said
                                + ": IMDS is switched off for this instance, or something between forbids it; switch it on:"
                                + " aws ec2 modify-instance-metadata-options --instance-id ID --http-endpoint enabled");
            case 429, 503 ->
                new ImdsFailure(
                        Kind.THROTTLED, doing, said + ": too many requests from this host; other programs count");
            default -> {
                if (status >= 500) {
                    yield new ImdsFailure(Kind.SERVER, doing, said);
                }
                String why = status >= 300 && status < 400 ? ": redirects are not followed" : "";
                yield new ImdsFailure(Kind.MALFORMED, doing, said + why + "; is this IMDS?");
            }
        };
    }

    List<String> notes() {
        return version1Answers
                ? List.of("IMDS gives no token (" + refused.orElse(0)
                        + "), so it is read by IMDSv1, which anything on this host can be tricked into asking")
                : List.of();
    }
}
