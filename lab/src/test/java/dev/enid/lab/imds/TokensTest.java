package dev.enid.lab.imds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IMDSv2's sessions: EC2 User Guide, "Use IMDSv2". */
class TokensTest {

    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds: ";
    private static final String TOKEN = "X-aws-ec2-metadata-token: ";
    private static final String ID = "/latest/meta-data/instance-id";

    private ImdsOnLoopback imds;
    private TestClient curl;

    @BeforeEach
    void launch() throws IOException {
        imds = new ImdsOnLoopback();
        imds.set(ImdsOnLoopback.WEB, Example.web());
        curl = imds.connect(ImdsOnLoopback.WEB);
    }

    @AfterEach
    void close() throws IOException {
        curl.close();
        imds.close();
    }

    @Test
    void aTokenSaysHowLongItIsGoodFor() throws IOException {
        TestClient.Answer answer = curl.ask("PUT", "/latest/api/token", TTL + 300);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).matches("[A-Za-z0-9_=-]{56}");
        assertThat(answer.header("X-Aws-Ec2-Metadata-Token-Ttl-Seconds")).isEqualTo("300");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21601", "-1", "1.5", "", "six", "99999999999"})
    void aTimeToLiveOutOfRangeIsABadRequest(String seconds) throws IOException {
        assertThat(curl.ask("PUT", "/latest/api/token", TTL + seconds).statusLine())
                .isEqualTo("HTTP/1.1 400 Bad Request");
    }

    @Test
    void aMissingTimeToLiveIsABadRequest() throws IOException {
        assertThat(curl.ask("PUT", "/latest/api/token").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 21600})
    void bothEndsOfTheRangeAreFine(int seconds) throws IOException {
        assertThat(curl.get(curl.token(seconds), ID).status()).isEqualTo(200);
    }

    @Test
    void aTokenEndsWithItsTime() throws IOException {
        String token = curl.token(60);
        imds.time.sleep(Duration.ofMillis(59_500));
        TestClient.Answer last = curl.get(token, ID);
        assertThat(last.status()).isEqualTo(200);
        assertThat(last.header("X-Aws-Ec2-Metadata-Token-Ttl-Seconds")).isEqualTo("1");
        imds.time.sleep(Duration.ofMillis(500));
        assertThat(curl.get(token, ID).statusLine()).isEqualTo("HTTP/1.1 401 Unauthorized");
        assertThat(curl.get(curl.token(60), ID).status()).isEqualTo(200);
    }

    @Test
    void aTokenOfAnotherInstanceIsWorthNothing() throws IOException {
        imds.set(
                ImdsOnLoopback.OTHER,
                new ImdsInstance(
                        "i-0ffffffffffffffff",
                        "eu-central-1a",
                        "m6i.large",
                        Optional.empty(),
                        false,
                        Example.SECOND,
                        java.util.List.of(Example.second())));
        try (TestClient other = imds.connect(ImdsOnLoopback.OTHER)) {
            assertThat(curl.get(other.token(60), ID).status()).isEqualTo(401);
        }
    }

    @Test
    void expiredTokensAreInvalidAtOnce() throws IOException {
        String token = curl.token(60);
        imds.fault("expire-tokens");
        assertThat(curl.get(token, ID).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /latest/meta-data/instance-id | x: y                                          | 401
            GET    | /                             | x: y                                          | 401
            GET    | /latest/meta-data/instance-id | X-aws-ec2-metadata-token: nonsense            | 401
            GET    | /latest/no-such-path          | X-aws-ec2-metadata-token: nonsense            | 401
            GET    | /latest/api/token             | X-aws-ec2-metadata-token-ttl-seconds: 60      | 405
            POST   | /latest/api/token             | X-aws-ec2-metadata-token-ttl-seconds: 60      | 405
            DELETE | /latest/meta-data/mac         | x: y                                          | 405
            POST   | /latest/meta-data/mac         | x: y                                          | 405
            PUT    | /latest/api/token/            | X-aws-ec2-metadata-token-ttl-seconds: 60      | 403
            PUT    | /2021-03-23/api/token         | X-aws-ec2-metadata-token-ttl-seconds: 60      | 403
            PUT    | /latest/meta-data/mac         | X-aws-ec2-metadata-token-ttl-seconds: 60      | 403
            """)
    void whatIsNotAllowedIsRefused(String method, String path, String header, int status) throws IOException {
        assertThat(curl.ask(method, path, header).status()).isEqualTo(status);
    }

    @Test
    void theTokenPathTellsItsMethods() throws IOException {
        TestClient.Answer answer = curl.ask("GET", "/latest/api/token");
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 405 Not Allowed");
        assertThat(answer.header("Allow")).isEqualTo("OPTIONS, PUT");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whatAProxyForwardsIsForbidden() throws IOException {
        String forwarded = "X-Forwarded-For: 192.0.2.1";
        assertThat(curl.ask("PUT", "/latest/api/token", TTL + 60, forwarded).statusLine())
                .isEqualTo("HTTP/1.1 403 Forbidden");
        assertThat(curl.ask("GET", ID, TOKEN + curl.token(60), forwarded).status())
                .isEqualTo(403);
    }

    @Test
    void withOptionalTokensImdsV1WorksToo() throws IOException {
        imds.fault("tokens optional");
        assertThat(curl.ask("GET", ID).body()).isEqualTo("i-0a1b2c3d4e5f60718");
        assertThat(imds.consumed(FaultSpec.Kind.TOKENS)).isEqualTo(1);
        assertThat(curl.get("nonsense", ID).status()).isEqualTo(401);
        assertThat(curl.get(curl.token(60), ID).status()).isEqualTo(200);
        imds.fault("tokens required");
        assertThat(curl.ask("GET", ID).status()).isEqualTo(401);
    }

    @Test
    void anEmulatorMayHaveNoTokensAtAll() throws IOException {
        imds.fault("tokens unsupported");
        assertThat(curl.ask("PUT", "/latest/api/token", TTL + 60).status()).isEqualTo(404);
        assertThat(curl.ask("GET", ID).body()).isEqualTo("i-0a1b2c3d4e5f60718");
        assertThat(imds.consumed(FaultSpec.Kind.TOKENS)).isEqualTo(2);
    }

    @Test
    void aSwitchedOffServiceForbidsEverything() throws IOException {
        String token = curl.token(60);
        imds.fault("disabled on");
        assertThat(curl.ask("PUT", "/latest/api/token", TTL + 60).status()).isEqualTo(403);
        assertThat(curl.get(token, ID).status()).isEqualTo(403);
        assertThat(imds.consumed(FaultSpec.Kind.DISABLED)).isEqualTo(2);
    }
}
