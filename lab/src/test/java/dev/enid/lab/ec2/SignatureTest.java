package dev.enid.lab.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    /** The keys of the example in the General Reference, "Examples of the complete Signature Version 4 signing process". */
    private static final String EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static final Credentials LABS = new Credentials("AKIAIOSFODNN7EXAMPLE", EXAMPLE_SECRET, Optional.empty());

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final Keyring keys = new Keyring(LABS, random);

    private static Request post(Map<String, List<String>> headers, String body) {
        return new Request("POST", "/", "", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A POST that {@code LABS} have signed. */
    private static Map<String, List<String>> signed(String service, String body) {
        return signed(service, body, LABS);
    }

    private static Map<String, List<String>> signed(String service, String body, Credentials signer) {
        Map<String, List<String>> headers = new TreeMap<>(Map.of(
                "host", List.of("127.0.0.1:4711"),
                "x-amz-date", List.of("20261121T080000Z"),
                "content-type", List.of("application/x-www-form-urlencoded;  charset=utf-8")));
        Signature by = new Signature(
                signer.accessKey(),
                "20261121/eu-central-1/" + service + "/aws4_request",
                List.of("content-type", "host", "x-amz-date"),
                "");
        signer.session().ifPresent(session -> headers.put("x-amz-security-token", List.of(session.token())));
        headers.put(
                "authorization",
                List.of("AWS4-HMAC-SHA256 Credential=" + by.accessKey() + "/" + by.scope()
                        + ", SignedHeaders=content-type;host;x-amz-date, Signature="
                        + by.of(post(headers, body), signer.secretKey())));
        return headers;
    }

    private String refusal(Request request) {
        return refusal(request, NOW);
    }

    private String refusal(Request request, Instant now) {
        try {
            Signature.check(request, keys, now);
            return "";
        } catch (Ec2Fault fault) {
            return fault.code();
        }
    }

    @Test
    void theExampleOfTheReferenceHasItsSignature() {
        Signature signature = new Signature(
                "AKIDEXAMPLE",
                "20150830/us-east-1/iam/aws4_request",
                List.of("content-type", "host", "x-amz-date"),
                "");
        Request request = new Request(
                "GET",
                "/",
                "Version=2010-05-08&Action=ListUsers",
                Map.of(
                        "content-type", List.of("application/x-www-form-urlencoded; charset=utf-8"),
                        "host", List.of("iam.amazonaws.com"),
                        "x-amz-date", List.of("20150830T123600Z")),
                new byte[0]);

        assertThat(signature.of(request, EXAMPLE_SECRET))
                .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    @Test
    void aSignedRequestIsTakenAndOneThatWasAlteredIsNot() {
        String body = "Action=DescribeVpcs&Version=2016-11-15";

        assertThat(refusal(post(signed("ec2", body), body))).isEmpty();
        assertThat(refusal(post(signed("ec2", body), body + "&DryRun=true"))).isEqualTo("AuthFailure");
        assertThat(refusal(post(signed("s3", body), body))).isEqualTo("AuthFailure");
        Credentials others = new Credentials(LABS.accessKey(), "another", Optional.empty());
        assertThat(refusal(post(signed("ec2", body, others), body))).isEqualTo("AuthFailure");
        Map<String, List<String>> later = signed("ec2", body);
        later.put("x-amz-date", List.of("20261121T080001Z"));
        assertThat(refusal(post(later, body))).isEqualTo("AuthFailure");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Basic abc | IncompleteSignature",
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121/eu-central-1/ec2/aws4_request, | IncompleteSignature"
            })
    void whoDoesNotSignIsTold(String header, String code) {
        assertThat(refusal(post(Map.of(), ""))).isEqualTo("MissingAuthenticationToken");
        assertThat(refusal(post(Map.of("authorization", List.of(header)), ""))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"-301, AuthFailure", "-300, ''", "300, ''", "301, AuthFailure"})
    void aSignatureIsGoodForFiveMinutes(int seconds, String code) {
        String body = "Action=DescribeVpcs&Version=2016-11-15";

        assertThat(refusal(post(signed("ec2", body), body), NOW.plusSeconds(seconds)))
                .isEqualTo(code);
    }

    @Test
    void temporaryKeysNeedTheirTokenAndEnd() {
        String body = "Action=DescribeVpcs&Version=2016-11-15";
        Credentials role = keys.ofInstance("i-0a1b2c3d4e5f60718", NOW.minus(Keyring.GOOD_FOR.minusSeconds(10)));
        Map<String, List<String>> headers = signed("ec2", body, role);

        assertThat(role.accessKey()).matches("ASIA[A-Z2-7]{16}");
        assertThat(refusal(post(headers, body))).isEmpty();
        assertThat(refusal(post(headers, body), NOW.plusSeconds(9))).isEmpty();
        assertThat(refusal(post(headers, body), NOW.plusSeconds(10))).isEqualTo("RequestExpired");
        assertThat(role.toString()).doesNotContain(role.secretKey());
        headers.remove("x-amz-security-token");
        assertThat(refusal(post(headers, body))).isEqualTo("AuthFailure");
        Map<String, List<String>> withToken = signed("ec2", body);
        withToken.put("x-amz-security-token", List.of("x"));
        assertThat(refusal(post(withToken, body))).isEqualTo("AuthFailure");
    }

    @Test
    void anInstanceKeepsItsKeysUntilAnHourBeforeTheirEnd() {
        Credentials first = keys.ofInstance("i-0a1b2c3d4e5f60718", NOW);
        Credentials other = keys.ofInstance("i-0ffffffffffffffff", NOW);
        Instant renewed = NOW.plus(Keyring.GOOD_FOR).minus(Keyring.RENEWED_BEFORE);

        assertThat(other.accessKey()).isNotEqualTo(first.accessKey());
        assertThat(keys.ofInstance("i-0a1b2c3d4e5f60718", renewed.minusSeconds(1)))
                .isEqualTo(first);
        Credentials next = keys.ofInstance("i-0a1b2c3d4e5f60718", renewed);
        assertThat(next.accessKey()).isNotEqualTo(first.accessKey());
        assertThat(keys.find(first.accessKey()))
                .as("the last ones are still good")
                .contains(first);
    }

    @Test
    void everyLabHasKeysOfItsOwnAndTellsNoSecret() {
        Credentials one = Credentials.random(random);
        Credentials other = Credentials.random(random);

        assertThat(one.accessKey()).matches("AKIA[A-Z2-7]{16}").isNotEqualTo(other.accessKey());
        assertThat(one.secretKey()).matches("[A-Z2-7]{40}").isNotEqualTo(other.secretKey());
        assertThat(one.toString()).doesNotContain(one.secretKey());
    }
}
