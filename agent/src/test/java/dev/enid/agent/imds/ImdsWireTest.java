package dev.enid.agent.imds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.imds.fake.Misdeed;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as it comes, and as it should not. */
class ImdsWireTest {

    private static final String KEY = "/local-ipv4s";

    @Test
    void aWholeReadingUsesOneConnectionAndOneToken() {
        try (Host host = Host.with(World.ofSize(4))) {
            assertThat(host.read().fresh()).isEqualTo(World.ofSize(4));
            assertThat(host.refresh().fresh()).isEqualTo(World.ofSize(4));

            assertThat(host.reader.counts().connections()).isEqualTo(1);
            assertThat(host.reader.counts().tokens()).isEqualTo(1);
            assertThat(host.reader.notes()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_000})
    void chunkedAnswersAreRead(int size) {
        try (Host host = Host.with(World.instance(World.full(0, 50, 16, true)))) {
            host.imds.once(KEY, new Misdeed.Chunked(size)).once("/ipv4-prefix", new Misdeed.Chunked(size));

            assertThat(host.read().fresh()).isEqualTo(World.instance(World.full(0, 50, 16, true)));
            assertThat(host.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionTheServerClosedWhileItIdledIsMadeAgain() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.imds.closeConnections();

            assertThat(host.refresh().fresh()).isEqualTo(World.ofSize(2));
            assertThat(host.reader.counts().connections()).isEqualTo(2);
            assertThat(host.reader.counts().retries()).isZero();
        }
    }

    @Test
    void aServerThatClosesAfterEachAnswerIsAskedOnNewConnections() {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.times(6, "", new Misdeed.AnswerThenClose());

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(1));
            assertThat(host.connections()).isEqualTo(7);
        }
    }

    @Test
    void aConnectionClosedInTheMiddleOfAnAnswerIsTriedAgain() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.imds.once(KEY, new Misdeed.CutOff(3));

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(2));
            assertThat(host.reader.counts().retries()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerCutOffEachTimeIsNeverTakenForAShorterList() {
        try (Host host = Host.with(World.instance(World.full(0, 5, 0, false)))) {
            host.read().fresh();
            host.imds.times(3, KEY, new Misdeed.CutOff(9));

            Fault fault = host.refresh().fault();

            assertThat(fault.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(fault.doing()).isEqualTo("reading local-ipv4s of " + World.PRIMARY);
            assertThat(fault.detail()).contains("closed in the middle of the answer");
            assertThat(host.reading.known()).contains(World.instance(World.full(0, 5, 0, false)));
        }
    }

    @Test
    void anAnswerThatStallsIsGivenUpAndTriedAgainOnANewConnection() {
        try (Host host = Host.impatient(World.ofSize(2))) {
            host.imds.once(KEY, new Misdeed.Stall());

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(2));
            assertThat(host.connections()).isGreaterThan(1);
        }
    }

    @Test
    void anAnswerTooLongForAListIsRefusedByKeyAndSize() {
        try (Host host = Host.with(World.ofSize(2))) {
            host.read().fresh();
            host.imds.once(KEY, Misdeed.body("10.0.0.10\n".repeat(7000)));

            Fault fault = host.refresh().fault();

            assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(fault.doing()).contains("local-ipv4s of ");
            assertThat(fault.detail()).isEqualTo("an answer of 70000 bytes, where at most 65536 are taken");
            assertThat(host.reading.known()).contains(World.ofSize(2));
        }
    }

    @Test
    void megabytesInChunksAreRefusedToo() {
        try (Host host = Host.with(World.ofSize(1))) {
            String endless =
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\n" + "x".repeat(100_000);
            host.imds.once(KEY, new Misdeed.Raw(endless, true));

            Fault fault = host.read().fault();

            assertThat(fault.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(fault.detail()).contains("more than 65536 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 8\r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n10.0.0.10\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\r\nContent-Length: 9x\r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n10.0.0.10\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n10.0.0.10\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n10.0.0.10\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n folded\r\nContent-Length: 9\r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 9\r\n\r\n10.0.0.10",
                "HTTP/1.1 2000 OK\r\nContent-Length: 9\r\n\r\n10.0.0.10",
                "HTTP/1.1 2x0 OK\r\nContent-Length: 9\r\n\r\n10.0.0.10",
                "HTTP/2 200\r\nContent-Length: 9\r\n\r\n10.0.0.10",
                "SSH-2.0-OpenSSH_9.2p1\r\n\r\n",
                "<html>captive portal</html>\r\n\r\n",
            })
    void whatIsNotTheHttpOfImdsIsRefused(String answer) {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.once(KEY, new Misdeed.Raw(answer, true));

            assertThat(host.read().fault().kind()).isEqualTo(Kind.MALFORMED);
            assertThat(host.reader.counts().retries()).isZero();
        }
    }

    @Test
    void anEndlessHeaderIsRefused() {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.once(KEY, new Misdeed.Raw("HTTP/1.1 200 OK\r\n" + "X-Filler: y\r\n".repeat(5000), true));

            assertThat(host.read().fault().detail()).isEqualTo("a header of more than 8192 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200\r\ncontent-length:   9  \r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\nContent-Length: 9\n\n10.0.0.10",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n10.0.0.10",
                "HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\n10.0.0.10",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n10.0.0.10\n",
            })
    void whatOtherServersSendIsUnderstood(String answer) {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.once(KEY, new Misdeed.Raw(answer, false));

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(1));
        }
    }

    @Test
    void bytesAfterAnAnswerAreNeverTakenForTheNext() {
        try (Host host = Host.with(World.ofSize(1))) {
            String two = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n10.0.0.10"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n10.6.6.6";
            host.imds.once(KEY, new Misdeed.Raw(two, false));

            assertThat(host.read().fresh()).isEqualTo(World.ofSize(1));
            assertThat(host.connections()).isEqualTo(2);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (Host host = Host.with(World.ofSize(1))) {
            host.imds.once(KEY, Misdeed.status(302));

            assertThat(host.read().fault().detail()).contains("answered 302: redirects are not followed");
        }
    }
}
