package dev.enid.lab.imds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials by the role of an instance: EC2 User Guide, "Retrieve security credentials from instance metadata". */
class RoleTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEYS = "iam/security-credentials/";

    private ImdsOnLoopback imds;
    private TestClient curl;
    private String token;

    @BeforeEach
    void launch() throws IOException {
        imds = new ImdsOnLoopback();
        imds.set(ImdsOnLoopback.WEB, Example.web());
        curl = imds.connect(ImdsOnLoopback.WEB);
        token = curl.token(21600);
    }

    @AfterEach
    void close() throws IOException {
        curl.close();
        imds.close();
    }

    private JsonNode json(String key) throws IOException {
        return JSON.readTree(curl.value(token, key));
    }

    @Test
    void theRoleIsNamedAndHasKeys() throws IOException {
        assertThat(curl.value(token, KEYS)).isEqualTo("failover");
        JsonNode info = json("iam/info");
        assertThat(info.at("/Code").asText()).isEqualTo("Success");
        assertThat(info.at("/InstanceProfileArn").asText())
                .isEqualTo("arn:aws:iam::123456789012:instance-profile/failover");
        assertThat(info.at("/InstanceProfileId").asText()).matches("AIPA[A-Z2-7]{17}");
        JsonNode keys = json(KEYS + "failover");
        assertThat(keys.at("/Code").asText()).isEqualTo("Success");
        assertThat(keys.at("/Type").asText()).isEqualTo("AWS-HMAC");
        assertThat(keys.at("/AccessKeyId").asText()).startsWith("ASIA0a1b2c3d4e5f60718");
        assertThat(keys.at("/SecretAccessKey").asText()).isEqualTo("secret");
        assertThat(keys.at("/Token").asText()).isEqualTo("token");
        assertThat(keys.at("/LastUpdated").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(keys.at("/Expiration").asText()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(curl.value(token, KEYS + "another")).isEqualTo("404");
    }

    @Test
    void newKeysShowWithoutAnyOtherChange() throws IOException {
        String first = json(KEYS + "failover").at("/AccessKeyId").asText();

        imds.time.sleep(Duration.ofMinutes(2));

        assertThat(json(KEYS + "failover").at("/AccessKeyId").asText()).isNotEqualTo(first);
        assertThat(json(KEYS + "failover").at("/Expiration").asText()).isEqualTo("2026-03-01T12:03:00Z");
    }

    @Test
    void whoHasNoTokenGetsNoKeysAndFaultsHoldForThemToo() throws IOException {
        assertThat(curl.ask("GET", "/latest/meta-data/" + KEYS + "failover").status())
                .isEqualTo(401);
        imds.fault("missing failover times 1");
        assertThat(curl.value(token, KEYS + "failover")).isEqualTo("404");
        assertThat(json(KEYS + "failover").at("/Code").asText()).isEqualTo("Success");
        assertThat(imds.consumed(FaultSpec.Kind.MISSING)).isEqualTo(1);
    }

    @Test
    void anInstanceWithoutARoleHasNothingOfIt() throws IOException {
        ImdsInstance web = Example.web();
        imds.set(
                ImdsOnLoopback.OTHER,
                new ImdsInstance(
                        "i-0ffffffffffffffff",
                        web.zone(),
                        web.type(),
                        Optional.empty(),
                        false,
                        Example.SECOND,
                        List.of(Example.second())));
        try (TestClient other = imds.connect(ImdsOnLoopback.OTHER)) {
            String own = other.token(60);
            assertThat(other.value(own, "iam/")).isEqualTo("404");
            assertThat(other.value(own, "iam/info")).isEqualTo("404");
            assertThat(other.value(own, KEYS)).isEqualTo("404");
        }
    }
}
