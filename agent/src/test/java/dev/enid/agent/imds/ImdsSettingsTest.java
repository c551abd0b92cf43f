package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImdsSettingsTest {

    @Test
    void anEmptyEnvironmentMeansIpv4AndThenIpv6() {
        assertThat(ImdsSettings.of(Map.of())).isEqualTo(ImdsSettings.DEFAULT);
        assertThat(ImdsSettings.of(Map.of(ImdsSettings.ENDPOINT, "", ImdsSettings.TIMEOUT, " ")))
                .isEqualTo(ImdsSettings.DEFAULT);
        assertThat(ImdsSettings.DEFAULT.endpoints()).containsExactly(Endpoint.IPV4, Endpoint.IPV6);
    }

    @Test
    void aModeLeavesOneEndpoint() {
        assertThat(ImdsSettings.of(Map.of(ImdsSettings.ENDPOINT_MODE, "IPv6")).endpoints())
                .containsExactly(Endpoint.IPV6);
        assertThat(ImdsSettings.of(Map.of(ImdsSettings.ENDPOINT_MODE, "ipv4")).endpoints())
                .containsExactly(Endpoint.IPV4);
    }

    @Test
    void anEndpointWinsOverTheMode() {
        Map<String, String> environment =
                Map.of(ImdsSettings.ENDPOINT, "http://127.0.0.1:1338/", ImdsSettings.ENDPOINT_MODE, "IPv6");

        assertThat(ImdsSettings.of(environment).endpoints()).containsExactly(Endpoint.parse("http://127.0.0.1:1338"));
    }

    @Test
    void flagsAreHonouredInAnyCase() {
        assertThat(ImdsSettings.of(Map.of(ImdsSettings.DISABLED, "TRUE")).disabled())
                .isTrue();
        assertThat(ImdsSettings.of(Map.of(ImdsSettings.DISABLED, "false")).disabled())
                .isFalse();
        assertThat(ImdsSettings.of(Map.of(ImdsSettings.VERSION_1_DISABLED, "true"))
                        .version1())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1,1000", "5,5000", "1.5,1500", "2.25,2250", "3.007,3007", "3600,3600000"})
    void theTimeoutIsInSeconds(String text, long millis) {
        assertThat(ImdsSettings.of(Map.of(ImdsSettings.TIMEOUT, text)).timeout())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void whoeverWaitsLongerForOneRequestWaitsLongerForAllOfThem() {
        ImdsSettings patient = ImdsSettings.of(Map.of(ImdsSettings.TIMEOUT, "20", ImdsSettings.ATTEMPTS, "5"));

        assertThat(patient.attempts()).isEqualTo(5);
        assertThat(patient.readingTimeout()).isGreaterThan(Duration.ofSeconds(100));
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_METADATA_SERVICE_TIMEOUT,0",
        "AWS_METADATA_SERVICE_TIMEOUT,0.5",
        "AWS_METADATA_SERVICE_TIMEOUT,-1",
        "AWS_METADATA_SERVICE_TIMEOUT,1s",
        "AWS_METADATA_SERVICE_TIMEOUT,1.",
        "AWS_METADATA_SERVICE_TIMEOUT,99999999999",
        "AWS_METADATA_SERVICE_NUM_ATTEMPTS,0",
        "AWS_METADATA_SERVICE_NUM_ATTEMPTS,three",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT,169.254.169.254",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE,IPv5",
        "AWS_EC2_METADATA_DISABLED,yes",
        "AWS_EC2_METADATA_V1_DISABLED,1",
    })
    void aBadValueIsNamedByItsVariable(String name, String value) {
        BadEnvironment refused = catchThrowableOfType(BadEnvironment.class, () -> ImdsSettings.of(Map.of(name, value)));

        assertThat(refused.problems())
                .singleElement()
                .asString()
                .startsWith(name + ": not ")
                .contains(value);
    }

    @Test
    void allBadValuesAreNamedAtOnce() {
        Map<String, String> environment = Map.of(
                ImdsSettings.ENDPOINT, "x",
                ImdsSettings.ENDPOINT_MODE, "y",
                ImdsSettings.DISABLED, "z",
                ImdsSettings.TIMEOUT, "0");

        BadEnvironment refused = catchThrowableOfType(BadEnvironment.class, () -> ImdsSettings.of(environment));

        assertThat(refused.problems()).hasSize(4);
    }
}
