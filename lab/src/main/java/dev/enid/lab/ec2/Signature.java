package dev.enid.lab.ec2;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4 in a header (IAM User Guide, "Create a signed AWS API request").
 *
 * @param scope date, region, service and {@code aws4_request}
 * @param headers the names of those that are signed, sorted
 */
record Signature(String accessKey, String scope, List<String> headers, String signature) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final Pattern HEADER = Pattern.compile(ALGORITHM
            + " +Credential=([A-Z0-9]{1,128})/(\\d{8}/[a-z0-9-]+/[a-z0-9-]+/aws4_request), *"
            + "SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})");

    /**
     * How far a signature's time may be from the service's. The documentation has 15 minutes, and RequestExpired for more; what
     * EC2 does is to refuse at 5, with AuthFailure (hashicorp/packer issue 3140, aws/aws-sdk-java issue 519).
     */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * Checks who sent the request, and when.
     *
     * @throws Ec2Fault when it is not signed, or not with any of these, or at another time
     */
    static void check(Request request, Keyring keys, Instant now) throws Ec2Fault {
        List<String> authorization = request.headers().getOrDefault("authorization", List.of());
        if (authorization.isEmpty()) {
            throw Ec2Fault.unauthorized(
                    403,
                    "MissingAuthenticationToken",
                    "The request must contain a valid (registered) AWS access key ID; enid lab env prints the lab's");
        }
        Signature signature = parse(authorization.getFirst());
        Optional<Credentials> signer = keys.find(signature.accessKey)
                .filter(each -> signature.scope.split("/", -1)[2].equals("ec2")
                        && signature.headers.contains("host")
                        && sameToken(request, each)
                        && same(signature.signature, signature.of(request, each.secretKey())));
        if (signer.isEmpty()) {
            throw failure("enid lab env prints the lab's, an instance has those of its role");
        }
        Duration late = Duration.between(signature.time(request), now);
        if (late.abs().compareTo(TOLERANCE) > 0) {
            throw failure("the request was signed " + late.abs().toSeconds() + " s "
                    + (late.isNegative() ? "after" : "before") + " this moment: one of the clocks is wrong");
        }
        // EC2 has no ExpiredToken, other than most services (aws/aws-sdk-ruby issue 143, aws/aws-sdk-java issue 1443).
        if (signer.get()
                .session()
                .filter(session -> !session.until().isAfter(now))
                .isPresent()) {
            throw Ec2Fault.of("RequestExpired", "Request has expired.");
        }
    }

    private static Ec2Fault failure(String hint) {
        return Ec2Fault.unauthorized(
                401, "AuthFailure", "AWS was not able to validate the provided access credentials; " + hint);
    }

    private static boolean sameToken(Request request, Credentials credentials) {
        return same(
                header(request, "x-amz-security-token"),
                credentials.session().map(Credentials.Session::token).orElse(""));
    }

    private static String header(Request request, String name) {
        return String.join(",", request.headers().getOrDefault(name, List.of()));
    }

    /** Of the header; it is signed in any case. */
    private Instant time(Request request) throws Ec2Fault {
        String text = header(request, "x-amz-date");
        try {
            if (!scope.startsWith(text.substring(0, Math.max(0, text.indexOf('T'))) + "/")) {
                throw incomplete("the day of Credential is not that of X-Amz-Date");
            }
            return DATE.parse(text, Instant::from);
        } catch (DateTimeParseException e) {
            throw incomplete("X-Amz-Date should be as 20261121T080000Z");
        }
    }

    private static Ec2Fault incomplete(String why) {
        return Ec2Fault.unauthorized(
                400, "IncompleteSignature", "The request signature is not one of version 4: " + why);
    }

    static Signature parse(String authorization) throws Ec2Fault {
        Matcher header = HEADER.matcher(authorization);
        if (!header.matches()) {
            throw incomplete("there is no such Authorization header");
        }
        return new Signature(
                header.group(1), header.group(2), List.of(header.group(3).split(";", -1)), header.group(4));
    }

    private static boolean same(String one, String other) {
        // In constant time: what takes longer would tell how much of a guess was right.
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    /** What the signature of the request would be, by this one's scope and headers. */
    String of(Request request, String secretKey) {
        String toSign = String.join(
                "\n",
                ALGORITHM,
                header(request, "x-amz-date"),
                scope,
                hex(sha256(canonical(request).getBytes(StandardCharsets.UTF_8))));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return hex(hmac(key, toSign));
    }

    private String canonical(Request request) {
        String named = headers.stream()
                .map(name -> name + ":"
                        + request.headers().getOrDefault(name, List.of()).stream()
                                .map(value -> value.strip().replaceAll(" +", " "))
                                .collect(Collectors.joining(","))
                        + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                request.path(),
                Arrays.stream(request.query().split("&", -1)).sorted().collect(Collectors.joining("&")),
                named,
                String.join(";", headers),
                hex(sha256(request.body())));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }
}
