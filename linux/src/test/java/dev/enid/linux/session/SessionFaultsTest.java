package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.enid.core.ip.Family;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Waker;
import dev.enid.linux.session.ScriptedKernel.Fault;
import dev.enid.linux.wire.Encoder;
import dev.enid.linux.wire.Request;
import dev.enid.linux.wire.RuleMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong between a session and the kernel, laid out beforehand and seen to be met. */
class SessionFaultsTest {

    private static final int ROOM_FOR_FOUR = 4 * 2048;

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NOISE", "STRAY"})
    void aDumpIsAskedForAgainUntilItIsWhole(Fault fault) throws Exception {
        ScriptedKernel kernel = new ScriptedKernel(ROOM_FOR_FOUR, fault, fault, fault);
        try (RtnetlinkSession session = new RtnetlinkSession(kernel)) {
            assertThat(session.rules(Family.V4))
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.table()).isEqualTo(255));
        }
        kernel.assertEveryFaultWasMet();
    }

    @Test
    void aDumpThatIsNeverWholeIsGivenUp() {
        Fault[] always = Collections.nCopies(10, Fault.INTERRUPTED).toArray(Fault[]::new);
        ScriptedKernel kernel = new ScriptedKernel(ROOM_FOR_FOUR, always);
        try (RtnetlinkSession session = new RtnetlinkSession(kernel)) {
            assertThatThrownBy(() -> session.rules(Family.V4))
                    .isInstanceOfSatisfying(
                            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINTR))
                    .hasMessageContaining("it changed while it was read");
        }
        kernel.assertEveryFaultWasMet();
    }

    @Test
    void anAnswerThatIsNoMessageIsAnError() {
        ScriptedKernel kernel = new ScriptedKernel(ROOM_FOR_FOUR, Fault.NOISE, Fault.NOISE);
        try (RtnetlinkSession session = new RtnetlinkSession(kernel)) {
            assertThatThrownBy(() -> session.rules(Family.V4))
                    .isInstanceOfSatisfying(
                            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADMSG));
            assertThatThrownBy(() -> session.batch(additions(1)))
                    .isInstanceOfSatisfying(
                            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBADMSG));
        }
        kernel.assertEveryFaultWasMet();
    }

    @Test
    void aBatchIsCutToTheRoomThereIsForAnswers() throws Exception {
        ScriptedKernel kernel = new ScriptedKernel(ROOM_FOR_FOUR);
        try (RtnetlinkSession session = new RtnetlinkSession(kernel)) {
            assertThat(session.batch(additions(10))).hasSize(10).allMatch(Reply.Ok.class::isInstance);
        }
        assertThat(kernel.largestChunk()).isEqualTo(4);
    }

    @Test
    void repliesStandInTheOrderOfTheRequests() throws Exception {
        ScriptedKernel kernel =
                new ScriptedKernel(ROOM_FOR_FOUR).refusing(1, Errno.EEXIST).refusing(5, Errno.ENODEV);
        try (RtnetlinkSession session = new RtnetlinkSession(kernel)) {
            List<Reply> replies = session.batch(additions(6));
            assertThat(replies)
                    .extracting(SessionFaultsTest::errno)
                    .containsExactly("", "EEXIST", "", "", "", "ENODEV");
            assertThat(((Reply.Refused) replies.get(5)).why().request())
                    .isEqualTo("add rule 1005: from all lookup 10001");
        }
    }

    /** One datagram's requests share one acknowledgement, which comes after all refusals. */
    @ParameterizedTest
    @EnumSource(names = {"OVERRUN", "CUT", "SILENCE"})
    void aLostAcknowledgementLeavesItsChunkUnknownAndNoOther(Fault fault) throws Exception {
        ScriptedKernel kernel = new ScriptedKernel(ROOM_FOR_FOUR, fault);
        try (RtnetlinkSession session = new RtnetlinkSession(kernel)) {
            assertThat(session.batch(additions(6)))
                    .extracting(SessionFaultsTest::errno)
                    .containsExactly("unknown", "unknown", "unknown", "unknown", "", "");
        }
        kernel.assertEveryFaultWasMet();
    }

    /** What was thrown away could have been any refusal of the chunk; those that came stand. */
    @ParameterizedTest
    @EnumSource(names = {"OVERRUN", "CUT"})
    void aLostRefusalLeavesUnknownWhatHasNoAnswer(Fault fault) throws Exception {
        ScriptedKernel kernel = new ScriptedKernel(ROOM_FOR_FOUR, fault)
                .refusing(0, Errno.EEXIST)
                .refusing(2, Errno.ENODEV);
        try (RtnetlinkSession session = new RtnetlinkSession(kernel)) {
            assertThat(session.batch(additions(6)))
                    .extracting(SessionFaultsTest::errno)
                    .containsExactly("unknown", "unknown", "ENODEV", "", "", "");
        }
        kernel.assertEveryFaultWasMet();
    }

    @Test
    void anAnswerToSomethingElseIsPassedOver() throws Exception {
        ScriptedKernel kernel = new ScriptedKernel(ROOM_FOR_FOUR, Fault.STRAY);
        try (RtnetlinkSession session = new RtnetlinkSession(kernel)) {
            assertThat(session.batch(additions(2))).allMatch(Reply.Ok.class::isInstance);
        }
        kernel.assertEveryFaultWasMet();
    }

    @Test
    void aSingleRequestWhoseAnswerIsLostFails() {
        ScriptedKernel kernel = new ScriptedKernel(ROOM_FOR_FOUR, Fault.OVERRUN);
        try (RtnetlinkSession session = new RtnetlinkSession(kernel)) {
            assertThatThrownBy(() -> session.execute(additions(1).getFirst()))
                    .isInstanceOfSatisfying(
                            LinuxException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOBUFS));
        }
        kernel.assertEveryFaultWasMet();
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERRUN", "CUT", "NOISE"})
    void whatAMonitorMissesBecomesAResync(Fault fault) throws Exception {
        ScriptedKernel kernel = new ScriptedKernel(ROOM_FOR_FOUR, fault);
        try (Monitor monitor = new Monitor(kernel, Waker.open())) {
            // Whatever is sent, the scripted kernel has something to tell for.
            byte[] something = encoded(additions(1).getFirst());
            kernel.send(something, 0, something.length);
            assertThat(monitor.next(Duration.ZERO)).isInstanceOf(Event.Resync.class);
            assertThat(monitor.next(Duration.ZERO)).isEqualTo(new Event.Quiet());
        }
        kernel.assertEveryFaultWasMet();
    }

    private static byte[] encoded(Request request) {
        Encoder encoder = new Encoder();
        request.encode(encoder, 1, true);
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    private static List<Request> additions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Request.add(RuleMessage.of(Family.V4, 1000 + i, 1, 10001)))
                .toList();
    }

    private static String errno(Reply reply) {
        return switch (reply) {
            case Reply.Ok ok -> "";
            case Reply.Refused refused -> refused.why().errno().name();
            case Reply.Unknown unknown -> "unknown";
        };
    }
}
