package dev.enid.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.agent.host.Eventually;
import dev.enid.agent.json.Json;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.settings.Paths;
import dev.enid.core.report.EventView;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of every kind at the daemon's socket: polite, broken, slow, dead and too many. */
@Timeout(60)
class ControlServerTest {

    private static final String PLAN = "{\"version\":1,\"command\":\"plan\"}\n";

    @TempDir
    private Path directory;

    private final FakeHandler handler = new FakeHandler();
    private final AtomicLong ahead = new AtomicLong();
    private Paths paths = Paths.INSTALLED;
    private Optional<ControlServer> server = Optional.empty();

    @BeforeEach
    void open() throws IOException {
        paths = new Paths(directory.resolve("etc"), directory);
        server = Optional.of(ControlServer.open(paths, () -> System.nanoTime() + ahead.get(), _ -> handler));
    }

    @AfterEach
    void close() {
        server.ifPresent(ControlServer::close);
    }

    private ControlClient client() throws OperationFailed {
        return ControlClient.connect(paths, System::nanoTime).orElseThrow();
    }

    @Test
    void aPoliteClientAsksAsOftenAsItLikes() throws Exception {
        try (ControlClient client = client()) {
            assertThat(client.plan()).isEqualTo(FakeHandler.PLAN);
            assertThat(client.plan()).isEqualTo(FakeHandler.PLAN);
        }
    }

    @Test
    void aRequestMayComeInPiecesAndSeveralAtOnce() throws IOException {
        try (RawClient client = new RawClient(paths)) {
            for (int i = 0; i < PLAN.length(); i++) {
                client.send(PLAN.substring(i, i + 1));
            }
            assertThat(client.line()).contains("1 ENI is as it should be.");
            client.send(PLAN + PLAN + PLAN);
            for (int i = 0; i < 3; i++) {
                assertThat(client.line()).contains("1 ENI is as it should be.");
            }
        }
    }

    @Test
    void answersComeInTheOrderOfTheRequestsAlsoWhenOneTakesLong() throws Exception {
        try (RawClient client = new RawClient(paths)) {
            client.send("{\"version\":1,\"command\":\"apply\"}\n" + PLAN);

            handler.pending.take().complete(Answer.failed("first"));

            assertThat(client.line()).contains("first");
            assertThat(client.line()).contains("1 ENI is as it should be.");
        }
    }

    @Test
    void anAnswerThatTakesLongKeepsNobodyElseWaiting() throws Exception {
        try (RawClient patient = new RawClient(paths);
                ControlClient other = client()) {
            patient.send("{\"version\":1,\"command\":\"apply\"}\n");
            var answer = handler.pending.take();

            assertThat(other.plan()).isEqualTo(FakeHandler.PLAN);

            answer.completeExceptionally(new IllegalStateException("the daemon stops"));
            patient.send(PLAN);
            // Nothing is answered to a request that came to nothing, and the connection ends sooner or later; others go
            // on.
            assertThat(other.plan()).isEqualTo(FakeHandler.PLAN);
        }
    }

    @Test
    void whatIsNoRequestIsAnsweredAndTheConnectionEnded() throws IOException {
        assertRefused("hello\n", "this is no request: not JSON");
        assertRefused("{}\n", "this is no request: no version");
        assertRefused("\n", "this is no request");
        assertRefused("{\"version\":1}\n", "no command");
        assertRefused("{\"version\":2,\"command\":\"plan\"}\n", "version 1 of the protocol, not 2");
        assertRefused("{\"version\":1,\"command\":\"plan\"} {}\n", "there is more after");
        assertRefused("{\"version\":1,\"command\":" + "[".repeat(9000) + "\n", "command is not a string");
        assertRefused("{\"version\":1,\"command\":\"\u001b[31m\"\n", "not JSON");
    }

    private void assertRefused(String request, String why) throws IOException {
        try (RawClient client = new RawClient(paths)) {
            client.send(request);
            assertThat(client.line()).contains(why);
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        try (RawClient client = new RawClient(paths)) {
            client.send(new byte[] {(byte) 0xff, (byte) 0xfe, 0, '\n'});
            assertThat(client.line()).contains("a request is UTF-8");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void aRequestWithoutEndIsCutOff() throws IOException {
        try (RawClient client = new RawClient(paths)) {
            client.send("x".repeat(Visitor.MOST_REQUEST));
            assertThat(client.line()).contains("at most 16384 bytes");
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleHurtsNobody() throws Exception {
        for (int i = 0; i < 50; i++) {
            try (RawClient client = new RawClient(paths)) {
                client.send(i % 2 == 0 ? PLAN.substring(0, 10) : PLAN);
            }
        }
        try (RawClient client = new RawClient(paths)) {
            client.send("{\"version\":1,\"command\":\"apply\"}\n");
            handler.pending.take();
        }
        try (ControlClient client = client()) {
            assertThat(client.plan()).isEqualTo(FakeHandler.PLAN);
        }
    }

    @Test
    void anErrorOfOurOwnEndsOneConnectionOnly() throws Exception {
        try (RawClient client = new RawClient(paths)) {
            client.send("{\"version\":1,\"command\":\"broken\"}\n");
            assertThat(client.line()).isNull();
        }
        try (ControlClient client = client()) {
            assertThat(client.plan()).isEqualTo(FakeHandler.PLAN);
        }
    }

    @Test
    void aHundredClientsAtOnceAreAllAnswered() throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
        for (int i = 0; i < 100; i++) {
            Thread.ofVirtual().start(() -> {
                try (ControlClient client = client()) {
                    together.await();
                    answers.add(client.plan());
                } catch (OperationFailed | InterruptedException e) {
                    answers.add(e);
                }
            });
        }
        together.countDown();
        for (int i = 0; i < 100; i++) {
            assertThat(answers.poll(30, TimeUnit.SECONDS)).isEqualTo(FakeHandler.PLAN);
        }
    }

    @Test
    void tooManyClientsAreSentAwayAndTheirPlacesAreFreeAgain() throws Exception {
        List<RawClient> crowd = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            crowd.add(new RawClient(paths));
        }
        try (RawClient late = new RawClient(paths)) {
            assertThat(late.line()).contains("the daemon has 256 clients already");
            assertThat(late.line()).isNull();
        }
        for (RawClient each : crowd) {
            each.close();
        }
        Eventually.until("the server has seen them leave", this::isServed);
    }

    private boolean isServed() throws IOException {
        try (RawClient client = new RawClient(paths)) {
            client.send(PLAN);
            return String.valueOf(client.line()).contains("1 ENI");
        }
    }

    @Test
    void aClientThatSaysNothingIsSentAway() throws IOException {
        try (RawClient silent = new RawClient(paths);
                RawClient other = new RawClient(paths)) {
            other.send(PLAN);
            assertThat(other.line()).contains("1 ENI");

            ahead.addAndGet(Duration.ofSeconds(11).toNanos());
            try (RawClient third = new RawClient(paths)) {
                third.send(PLAN);
                assertThat(third.line()).contains("1 ENI");
            }

            assertThat(silent.line()).isNull();
            assertThat(other.line()).isNull();
        }
    }

    @Test
    void eventsAreToldToAllWhoFollow() throws Exception {
        BlockingQueue<EventView> heard = new LinkedBlockingQueue<>();
        CountDownLatch begun = new CountDownLatch(2);
        List<Thread> followers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            followers.add(Thread.ofVirtual().start(() -> {
                try (ControlClient client = client()) {
                    client.follow(begun::countDown, heard::add);
                } catch (OperationFailed | InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        begun.await();

        handler.tell("add rule 10001");
        handler.tell("stopping");
        server.orElseThrow().close();
        for (Thread each : followers) {
            each.join();
        }

        assertThat(heard).extracting(EventView::text).hasSize(4).contains("add rule 10001", "stopping");
        assertThat(handler.listeners).isEmpty();
    }

    @Test
    void nobodyListensWhenNobodyFollows() throws Exception {
        try (RawClient follower = new RawClient(paths)) {
            follower.send("{\"version\":1,\"command\":\"events\"}\n");
            assertThat(follower.line()).isNotNull();
            assertThat(handler.listeners).hasSize(1);
        }
        try (ControlClient client = client()) {
            while (!handler.listeners.isEmpty()) {
                client.plan();
            }
        }
    }

    @Test
    void aFollowerThatDoesNotReadIsLeftBehind() throws Exception {
        try (RawClient slow = new RawClient(paths);
                ControlClient other = client()) {
            slow.send("{\"version\":1,\"command\":\"events\"}\n");
            assertThat(slow.line()).isNotNull();

            String text = "x".repeat(10_000);
            while (!handler.listeners.isEmpty()) {
                handler.tell(text);
                other.plan();
            }

            assertThat(other.plan()).isEqualTo(FakeHandler.PLAN);
        }
    }

    @Test
    void aSocketFileOfADeadDaemonIsReplaced() throws Exception {
        close();
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(paths.controlSocket()));
        }
        assertThat(paths.controlSocket()).exists();
        assertThat(ControlClient.connect(paths, System::nanoTime)).isEmpty();

        open();

        try (ControlClient client = client()) {
            assertThat(client.plan()).isEqualTo(FakeHandler.PLAN);
        }
    }

    @Test
    void everyoneMayConnectAndNothingIsLeftBehind() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(paths.controlSocket())))
                .isEqualTo("rw-rw-rw-");

        server.orElseThrow().close();

        assertThat(paths.controlSocket()).doesNotExist();
        assertThat(ControlClient.connect(paths, System::nanoTime)).isEmpty();
    }

    @Test
    void aDaemonThatGoesAwayIsSaidSo() throws Exception {
        try (ControlClient client = client()) {
            client.plan();
            server.orElseThrow().close();

            assertThatThrownBy(client::plan).isInstanceOf(OperationFailed.class).hasMessageContaining("the daemon");
        }
    }

    @Test
    void aDaemonThatHangsIsSaidSo() throws Exception {
        AtomicLong clock = new AtomicLong();
        try (ControlClient client = ControlClient.connect(
                        paths, () -> clock.getAndAdd(Duration.ofMinutes(3).toNanos()))
                .orElseThrow()) {
            assertThatThrownBy(client::apply)
                    .isInstanceOf(OperationFailed.class)
                    .hasMessageContaining("has not answered for 120 s");
        }
    }

    @Test
    void aDaemonOfAnotherVersionIsSaidSo() throws Exception {
        try (ControlClient client = client()) {
            // The fake answers a plan to everything.
            assertThatThrownBy(client::status)
                    .isInstanceOf(OperationFailed.class)
                    .hasMessageContaining("another version");
        }
        assertThat(Json.line(Answer.failed("x"))).startsWith("{\"version\":1,\"error\":[\"x\"]");
    }
}
