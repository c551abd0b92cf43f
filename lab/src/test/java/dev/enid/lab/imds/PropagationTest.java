package dev.enid.lab.imds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How changes show by and by, and what is seen meanwhile. */
class PropagationTest {

    private static final String MACS = "network/interfaces/macs/";
    private static final String SECOND = MACS + Example.SECOND + "/";

    private ImdsOnLoopback imds;
    private TestClient curl;
    private String token;

    @BeforeEach
    void launch() throws IOException {
        imds = new ImdsOnLoopback();
        imds.set(ImdsOnLoopback.WEB, Example.withSeveralCards(Example.web()));
        curl = imds.connect(ImdsOnLoopback.WEB);
        token = curl.token(21600);
    }

    @AfterEach
    void close() throws IOException {
        curl.close();
        imds.close();
    }

    private void set(ImdsInstance instance) {
        imds.set(ImdsOnLoopback.WEB, instance);
    }

    private ImdsInstance instance() {
        return imds.instanceOf(dev.enid.core.ip.Ip.parse(ImdsOnLoopback.WEB)).orElseThrow();
    }

    private String value(String key) throws IOException {
        return curl.value(token, key);
    }

    private void wait(String time) {
        imds.time.sleep(Duration.parse("PT" + time));
    }

    @Test
    void withoutTheFaultAChangeShowsAtOnce() throws IOException {
        set(Example.with(instance(), Example.second()));
        assertThat(value(MACS).lines()).hasSize(2);
        assertThat(value(SECOND + "network-card")).isEqualTo("0");
        assertThat(imds.consumed(FaultSpec.Kind.PROPAGATION)).isZero();
    }

    @Test
    void aNewEniComesInStages() throws IOException {
        imds.fault("propagation 4s");
        assertThat(value(MACS)).isEqualTo(Example.PRIMARY + "/");
        set(Example.with(instance(), Example.second()));

        assertThat(value(MACS)).as("not there").isEqualTo(Example.PRIMARY + "/");
        assertThat(value(SECOND + "device-number")).isEqualTo("404");

        wait("1s");
        assertThat(value(MACS).lines()).as("listed").hasSize(2);
        assertThat(value(SECOND).lines()).contains("device-number", "local-ipv4s");
        assertThat(value(SECOND + "device-number")).as("leaves").isEqualTo("404");
        assertThat(value(SECOND + "local-ipv4s")).isEqualTo("404");

        wait("1s");
        assertThat(value(SECOND + "local-ipv4s")).as("leaves").isEqualTo("10.0.2.20\n10.0.2.21");
        assertThat(value(SECOND + "device-number")).as("no number yet").isEqualTo("0");
        assertThat(value(SECOND + "network-card")).isEqualTo("404");

        wait("1s");
        assertThat(value(SECOND + "device-number")).isEqualTo("1");
        assertThat(value(SECOND + "network-card")).as("no card yet").isEqualTo("404");

        wait("1s");
        assertThat(value(SECOND + "network-card")).as("whole").isEqualTo("0");
        assertThat(value(MACS + Example.PRIMARY + "/network-card")).isEqualTo("0");
        assertThat(imds.consumed(FaultSpec.Kind.PROPAGATION)).isPositive();
    }

    @Test
    void aNewAddressAndADetachmentComeLate() throws IOException {
        set(Example.with(instance(), Example.second()));
        imds.fault("propagation 3s");
        wait("1m");
        set(Example.with(
                instance(),
                Example.eni(
                        Example.SECOND,
                        0,
                        1,
                        List.of("10.0.2.20", "10.0.2.99"),
                        List.of(),
                        List.of(),
                        new TreeMap<>())));
        wait("2.9s");
        assertThat(value(SECOND + "local-ipv4s")).isEqualTo("10.0.2.20\n10.0.2.21");
        assertThat(value(SECOND + "ipv4-prefix")).isEqualTo("10.0.2.32/28");
        wait("0.1s");
        assertThat(value(SECOND + "local-ipv4s")).isEqualTo("10.0.2.20\n10.0.2.99");
        assertThat(value(SECOND + "ipv4-prefix")).isEqualTo("404");

        set(Example.without(instance(), Example.SECOND));
        wait("2.9s");
        assertThat(value(SECOND + "interface-id")).as("lingers").startsWith("eni-");
        wait("0.1s");
        assertThat(value(SECOND + "interface-id")).isEqualTo("404");
    }

    @Test
    void anEniThatComesBackAtAnotherIndexShowsTheOldOneFirst() throws IOException {
        set(Example.with(instance(), Example.second()));
        wait("1m");
        imds.fault("propagation 4s");
        set(Example.without(instance(), Example.SECOND));
        wait("1s");
        set(Example.with(
                instance(),
                Example.eni(Example.SECOND, 0, 5, List.of("10.0.2.20"), List.of(), List.of(), new TreeMap<>())));
        wait("1s");
        assertThat(value(SECOND + "device-number")).isEqualTo("1");
        wait("2.5s");
        assertThat(value(SECOND + "device-number"))
                .as("the detachment is through, the attachment not")
                .isEqualTo("5");
        assertThat(value(SECOND + "network-card")).isEqualTo("404");
        wait("1s");
        assertThat(value(SECOND + "network-card")).isEqualTo("0");
    }

    @Test
    void staleAnswersAreThoseOfTheMomentWhenTheyFroze() throws IOException {
        imds.fault("stale on");
        wait("1s");
        set(Example.with(instance(), Example.second()));
        wait("10m");
        assertThat(value(MACS)).isEqualTo(Example.PRIMARY + "/");
        assertThat(imds.consumed(FaultSpec.Kind.STALE)).isEqualTo(1);
        imds.fault("stale off");
        assertThat(value(MACS).lines()).hasSize(2);
        assertThat(imds.consumed(FaultSpec.Kind.STALE)).isEqualTo(1);
    }
}
