package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254",
                "http://[fd00:ec2::254]",
                "http://127.0.0.1:8080",
                "http://[::1]:8080",
                "http://imds.example.com/prefix/of-it",
            })
    void aUrlIsPrintedAsItWasRead(String url) {
        assertThat(Endpoint.parse(url)).hasToString(url);
    }

    @Test
    void aSlashAtTheEndMeansNothing() {
        assertThat(Endpoint.parse("HTTP://169.254.169.254:80/")).isEqualTo(Endpoint.IPV4);
    }

    @Test
    void anAddressIsNeverLookedUp() {
        assertThat(Endpoint.IPV4.address()).isPresent();
        assertThat(Endpoint.IPV6.address()).isPresent();
        assertThat(Endpoint.parse("http://localhost").address()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "169.254.169.254",
                "https://169.254.169.254",
                "http://",
                "http://:80",
                "http://1.2.3.4.5",
                "http://169.254.169.254:0",
                "http://169.254.169.254:65536",
                "http://169.254.169.254:80x",
                "http://169.254.169.254?x",
                "http://169.254.169.254/a?b",
                "http://169.254.169.254/a\r\nX: y",
                "http://user@169.254.169.254",
                "http://[fd00:ec2::254",
                "http://[fd00:ec2::254]x",
                "http://[169.254.169.254]",
                "http://fd00:ec2::254",
                "http://[fe80::1%eth0]",
            })
    void whatIsNoEndpointIsRefusedAndQuoted(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(url))
                .withMessageStartingWith("not a")
                .withMessageNotContaining("\n");
    }
}
