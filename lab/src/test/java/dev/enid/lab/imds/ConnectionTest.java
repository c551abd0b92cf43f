package dev.enid.lab.imds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 as clients write it, and as nobody should. */
class ConnectionTest {

    private ImdsOnLoopback imds;
    private TestClient client;

    @BeforeEach
    void launch() throws IOException {
        imds = new ImdsOnLoopback();
        imds.set(ImdsOnLoopback.WEB, Example.web());
        imds.fault("tokens optional");
        client = imds.connect(ImdsOnLoopback.WEB);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        imds.close();
    }

    @Test
    void requestsInOnePieceAreAnsweredOneAfterTheOther() throws IOException {
        String get = " HTTP/1.1\r\nHost: x\r\n\r\n";
        client.write("GET /latest/meta-data/mac" + get + "GET /latest/meta-data/instance-id" + get);
        assertThat(client.read(true).body()).isEqualTo("02:00:5e:00:53:01");
        assertThat(client.read(true).body()).isEqualTo("i-0a1b2c3d4e5f60718");
    }

    @Test
    void aRequestInManyPiecesIsWaitedFor() throws IOException {
        for (char c : "GET /latest/meta-data/mac HTTP/1.1\r\nHost: x\r\n\r\n".toCharArray()) {
            client.write(Character.toString(c));
        }
        assertThat(client.read(true).body()).isEqualTo("02:00:5e:00:53:01");
    }

    @Test
    void aBodyIsPassedOver() throws IOException {
        client.write(
                "PUT /latest/api/token HTTP/1.1\r\nContent-Length: 3\r\nX-aws-ec2-metadata-token-ttl-seconds: 9\r\n\r\nabc");
        assertThat(client.read(true).status()).isEqualTo(200);
        assertThat(client.ask("GET", "/latest/meta-data/mac").status()).isEqualTo(200);
    }

    @Test
    void aHeadHasNoBody() throws IOException {
        TestClient.Answer answer = client.ask("HEAD", "/latest/meta-data/mac");
        assertThat(answer.header("Content-Length")).isEqualTo("17");
        assertThat(client.ask("GET", "/latest/meta-data/mac").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0\r\nHost: x", "HTTP/1.1\r\nConnection: close"})
    void aClientThatWantsOneAnswerGetsOne(String rest) throws IOException {
        client.write("GET /latest/meta-data/mac " + rest + "\r\n\r\n");
        TestClient.Answer answer = client.read(true);
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(client.ended()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /\r\n\r\n",
                "GET relative HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "GET /%4 HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                "GET / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void whatIsNotHttpIsABadRequestAndTheEnd(String text) throws IOException {
        client.write(text);
        assertThat(client.read(true).status()).isEqualTo(400);
        assertThat(client.ended()).isTrue();
    }

    @Test
    void aHeadWithoutEndIsABadRequest() throws IOException {
        client.write("GET / HTTP/1.1\r\nX: " + "x".repeat(16 << 10));
        assertThat(client.read(true).status()).isEqualTo(400);
    }

    @Test
    void anAddressThatMovesToAnotherInstanceTakesItsConnectionAlong() throws IOException {
        assertThat(client.ask("GET", "/latest/meta-data/instance-id").body()).isEqualTo("i-0a1b2c3d4e5f60718");
        imds.set(
                ImdsOnLoopback.WEB,
                new ImdsInstance(
                        "i-0ffffffffffffffff",
                        "eu-central-1a",
                        "m6i.large",
                        Optional.empty(),
                        false,
                        Example.PRIMARY,
                        Example.web().enis()));
        assertThat(client.ask("GET", "/latest/meta-data/instance-id").body()).isEqualTo("i-0ffffffffffffffff");
    }
}
