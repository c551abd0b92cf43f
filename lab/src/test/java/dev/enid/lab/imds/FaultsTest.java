package dev.enid.lab.imds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.lab.fault.Scope;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault as a client meets it, and that it was counted. */
class FaultsTest {

    private static final String ID = "/latest/meta-data/instance-id";
    private static final String MACS = "network/interfaces/macs/";

    private ImdsOnLoopback imds;
    private TestClient curl;
    private String token;

    @BeforeEach
    void launch() throws IOException {
        imds = new ImdsOnLoopback();
        imds.set(ImdsOnLoopback.WEB, Example.with(Example.web(), Example.second()));
        curl = imds.connect(ImdsOnLoopback.WEB);
        token = curl.token(21600);
    }

    @AfterEach
    void close() throws IOException {
        curl.close();
        imds.close();
    }

    @Test
    void duringAnOutageNobodyAnswers() throws IOException {
        imds.fault("outage on");
        curl.patience(100);
        assertThatThrownBy(() -> curl.get(token, ID)).isInstanceOf(SocketTimeoutException.class);
        assertThat(imds.consumed(FaultSpec.Kind.OUTAGE)).isEqualTo(1);
        imds.fault("outage off");
        try (TestClient next = imds.connect(ImdsOnLoopback.WEB)) {
            assertThat(next.get(token, ID).status())
                    .as("the token outlives the outage")
                    .isEqualTo(200);
        }
    }

    @Test
    void aPortCanBeClosedAndOpenedAgain() throws IOException {
        imds.fault("outage refuse");
        assertThatThrownBy(() -> curl.get(token, ID)).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> imds.connect(ImdsOnLoopback.WEB)).isInstanceOf(ConnectException.class);
        imds.fault("outage off");
        try (TestClient next = imds.connect(ImdsOnLoopback.WEB)) {
            assertThat(next.get(token, ID).status()).isEqualTo(200);
        }
    }

    @Test
    void aConnectionCanBeReset() {
        imds.fault("outage reset times 1");
        assertThatThrownBy(() -> curl.get(token, ID))
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThat(imds.consumed(FaultSpec.Kind.OUTAGE)).isEqualTo(1);
        assertThat(imds.server.faults().active()).isEmpty();
    }

    @Test
    void errorsComeAsOftenAsAskedFor() throws IOException {
        imds.fault("error 503 times 2");
        assertThat(curl.get(token, ID).statusLine()).isEqualTo("HTTP/1.1 503 Service Unavailable");
        assertThat(imds.server.faults().active())
                .singleElement()
                .satisfies(fault -> assertThat(fault.remaining()).isEqualTo(OptionalInt.of(1)));
        assertThat(curl.get(token, ID).status()).isEqualTo(503);
        assertThat(curl.get(token, ID).status()).isEqualTo(200);
        assertThat(imds.consumed(FaultSpec.Kind.ERROR)).isEqualTo(2);
    }

    @Test
    void answersCanTakeTheirTime() throws IOException {
        imds.fault("delay 200ms");
        Instant before = imds.time.now();
        assertThat(curl.get(token, ID).status()).isEqualTo(200);
        assertThat(Duration.between(before, imds.time.now())).isEqualTo(Duration.ofMillis(200));
        assertThat(imds.server.log().getLast().took()).isEqualTo(Duration.ofMillis(200));
        assertThat(imds.consumed(FaultSpec.Kind.DELAY)).isEqualTo(1);
    }

    @Test
    void eachEniHasARateOfItsOwn() throws IOException {
        imds.fault("throttle 3/s");
        for (int i = 0; i < 3; i++) {
            assertThat(curl.get(token, ID).status()).isEqualTo(200);
        }
        assertThat(curl.get(token, ID).status()).isEqualTo(503);
        imds.time.sleep(Duration.ofMillis(334));
        assertThat(curl.get(token, ID).status()).as("a third of a second later").isEqualTo(200);
        assertThat(curl.get(token, ID).status()).isEqualTo(503);
        assertThat(imds.consumed(FaultSpec.Kind.THROTTLE)).isEqualTo(2);
    }

    @Test
    void requestsOverTheRateCanGetLost() throws IOException {
        imds.fault("throttle 1/s drop");
        assertThat(curl.get(token, ID).status()).isEqualTo(200);
        curl.patience(100);
        assertThatThrownBy(() -> curl.get(token, ID)).isInstanceOf(SocketTimeoutException.class);
        assertThat(imds.consumed(FaultSpec.Kind.THROTTLE)).isEqualTo(1);
    }

    @Test
    void aKeyCanAnswerAnything() throws IOException {
        imds.server.order(
                Scope.LAB,
                FaultText.parse(List.of("hostile", Example.SECOND + "/local-ipv4s", "10.0.2.20\\n$(reboot)")));
        assertThat(curl.value(token, MACS + Example.SECOND + "/local-ipv4s")).isEqualTo("10.0.2.20\n$(reboot)");
        assertThat(curl.value(token, MACS + Example.PRIMARY + "/local-ipv4s")).isEqualTo("10.0.1.10");
        imds.fault("hostile mac 0123456789 5m");
        assertThat(curl.value(token, "mac")).hasSize(5 << 20).startsWith("01234567890");
        imds.fault("hostile token short");
        assertThat(curl.token(60)).isEqualTo("short");
        assertThat(imds.consumed(FaultSpec.Kind.HOSTILE)).isEqualTo(3);
        imds.fault("hostile off");
        assertThat(curl.value(token, "mac")).isEqualTo(Example.PRIMARY.toString());
    }

    @Test
    void aKeyCanBeMissing() throws IOException {
        imds.fault("missing device-number times 1");
        assertThat(curl.value(token, MACS + Example.SECOND + "/device-number")).isEqualTo("404");
        assertThat(curl.value(token, MACS + Example.SECOND + "/device-number")).isEqualTo("1");
        assertThat(imds.consumed(FaultSpec.Kind.MISSING)).isEqualTo(1);
    }

    @Test
    void anAnswerCanBreakOff() throws IOException {
        imds.fault("truncate local-ipv4s");
        assertThatThrownBy(() -> curl.value(token, MACS + Example.SECOND + "/local-ipv4s"))
                .isInstanceOf(EOFException.class)
                .hasMessage("the body ended after 9 of 19 bytes");
        assertThat(imds.consumed(FaultSpec.Kind.TRUNCATE)).isEqualTo(1);
    }

    @Test
    void anAnswerCanBeNoHttp() throws IOException {
        imds.fault("garbage all");
        curl.write("GET / HTTP/1.1\r\n\r\n");
        assertThatThrownBy(() -> curl.read(true)).isInstanceOf(RuntimeException.class);
        assertThat(imds.consumed(FaultSpec.Kind.GARBAGE)).isEqualTo(1);
    }

    @Test
    void anEniCanAnswerWithAnothersKeys() throws IOException {
        imds.fault("wrong on");
        assertThat(curl.value(token, MACS + Example.PRIMARY + "/mac")).isEqualTo(Example.SECOND.toString());
        assertThat(curl.value(token, MACS + Example.SECOND + "/mac")).isEqualTo(Example.PRIMARY.toString());
        assertThat(curl.value(token, "mac")).as("not a key of an ENI").isEqualTo(Example.PRIMARY.toString());
        assertThat(imds.consumed(FaultSpec.Kind.WRONG)).isEqualTo(2);
    }

    @Test
    void aConnectionCanEndWithEachAnswer() throws IOException {
        imds.fault("close on");
        TestClient.Answer answer = curl.get(token, ID);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(curl.ended()).isTrue();
        assertThat(imds.consumed(FaultSpec.Kind.CLOSE)).isEqualTo(1);
    }

    @Test
    void aFaultCanBeForOneInstance() throws IOException {
        ImdsInstance other = new ImdsInstance(
                "i-0ffffffffffffffff",
                "eu-central-1a",
                "m6i.large",
                Optional.empty(),
                false,
                Example.SECOND,
                List.of(Example.second()));
        imds.set(ImdsOnLoopback.OTHER, other);
        imds.server.faults().set(Scope.LAB, new FaultSpec.ErrorAnswer(500));
        imds.server.faults().set(Scope.instance(other.id()), new FaultSpec.ErrorAnswer(502));
        try (TestClient neighbour = imds.connect(ImdsOnLoopback.OTHER)) {
            assertThat(neighbour.ask("GET", ID).status()).isEqualTo(502);
        }
        assertThat(curl.get(token, ID).status()).isEqualTo(500);
        assertThat(imds.server.faults().consumed(FaultSpec.Kind.ERROR, other.id()))
                .isEqualTo(1);
        assertThat(imds.consumed(FaultSpec.Kind.ERROR)).isEqualTo(2);
        assertThat(imds.server.faults().clear(Scope.LAB, FaultSpec.Kind.ERROR)).isEqualTo(1);
        assertThat(imds.server.faults().active()).singleElement().satisfies(fault -> {
            assertThat(fault.scope()).isEqualTo(Scope.instance(other.id()));
            assertThat(fault.consumed()).isEqualTo(1);
        });
    }

    @Test
    void closingTheServiceEndsWhatWaits() throws IOException {
        imds.fault("outage on");
        curl.write("GET / HTTP/1.1\r\n\r\n");
        Instant patience = Instant.now().plusSeconds(10);
        while (imds.consumed(FaultSpec.Kind.OUTAGE) == 0 && Instant.now().isBefore(patience)) {
            Thread.onSpinWait();
        }
        imds.close();
        assertThat(curl.ended()).isTrue();
    }
}
