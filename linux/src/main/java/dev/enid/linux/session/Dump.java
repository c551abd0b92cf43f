package dev.enid.linux.session;

import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Received;
import dev.enid.linux.wire.Acknowledgement;
import dev.enid.linux.wire.ConntrackMessage;
import dev.enid.linux.wire.DecodeFault;
import dev.enid.linux.wire.Done;
import dev.enid.linux.wire.Encoder;
import dev.enid.linux.wire.Envelope;
import dev.enid.linux.wire.Frame;
import dev.enid.linux.wire.Message;
import dev.enid.linux.wire.NftablesMessage;
import dev.enid.linux.wire.OtherMessage;
import dev.enid.linux.wire.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at a question with an answer of many messages, or of one.
 *
 * <p>The kernel makes a dump piece by piece as it is read. What changes in between it reports for links and addresses
 * (NLM_F_DUMP_INTR), and not for rules and routes: there it goes on by counting, so that one removed behind it makes it pass
 * over one that is there. So while those are read their changes are listened to: the queue keeps them in order with the
 * pieces, and one that comes before the end spoils the attempt.
 */
final class Dump<T> {

    /** What becomes of each message of the answer. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Frame frame) throws DecodeFault, LinuxException;
    }

    /** How an attempt ended. */
    sealed interface Ending {
        /** All of it arrived. */
        record Whole() implements Ending {}

        /** The answer is not to be trusted, and asking again may help. */
        record Spoilt(LinuxException why) implements Ending {}
    }

    private static final Ending WHOLE = new Ending.Whole();

    private final Transport transport;
    private final Duration patience;
    private final Question request;
    private final int sequence;
    private final Optional<Group> changes;
    private final Reader<T> reader;
    private final List<T> found = new ArrayList<>();
    private boolean interrupted;

    /** @param changes what to listen to meanwhile */
    Dump(
            Transport transport,
            Duration patience,
            Question request,
            int sequence,
            Optional<Group> changes,
            Reader<T> reader) {
        this.changes = changes;
        this.reader = reader;
        this.transport = transport;
        this.patience = patience;
        this.request = request;
        this.sequence = sequence;
    }

    List<T> found() {
        return found;
    }

    /**
     * Asks and reads the answer.
     *
     * @throws LinuxException when the kernel refuses the question, or its answer is malformed
     */
    Ending run(Encoder encoder) throws LinuxException {
        if (changes.isEmpty()) {
            return converse(encoder);
        }
        transport.join(changes.get());
        try {
            return converse(encoder);
        } finally {
            transport.leave(changes.get());
        }
    }

    private Ending converse(Encoder encoder) throws LinuxException {
        encoder.clear();
        request.encode(encoder, sequence, false);
        try {
            transport.send(encoder.bytes(), 0, encoder.length());
        } catch (LinuxException e) {
            if (e.errno() == Errno.EBUSY) {
                return new Ending.Spoilt(e);
            }
            throw e;
        }
        Optional<Ending> ending = Optional.empty();
        while (ending.isEmpty()) {
            ending = switch (transport.receive(patience)) {
                case Received.Datagram datagram -> read(datagram);
                case Received.Overrun lost -> Optional.of(spoilt(Errno.ENOBUFS, "answers were lost"));
                case Received.Cut cut ->
                    Optional.of(spoilt(Errno.EMSGSIZE, "an answer of " + cut.length() + " bytes was cut short"));
                case Received.Nothing nothing ->
                    Optional.of(spoilt(Errno.ETIMEDOUT, "no answer within " + patience.toMillis() + " ms"));
            };
        }
        return ending.get();
    }

    private Ending spoilt(Errno errno, String words) {
        return new Ending.Spoilt(new LinuxException(errno, request.words(), Optional.of(words)));
    }

    private Optional<Ending> read(Received.Datagram datagram) throws LinuxException {
        if (datagram.multicast()) {
            interrupted = true;
            return Optional.empty();
        }
        try {
            for (Frame frame : Frame.split(datagram.bytes())) {
                // What is left of an answer that an earlier attempt gave up has that attempt's number.
                if (frame.sequence() != sequence) {
                    continue;
                }
                interrupted |= (frame.flags() & Envelope.DUMP_INTERRUPTED) != 0;
                if (frame.type() == Envelope.ERROR || frame.type() == Envelope.DONE) {
                    return Optional.of(ended(frame.message()));
                }
                found.add(reader.read(frame));
                boolean single = (frame.flags() & Envelope.MULTI) == 0;
                if (single) {
                    return Optional.of(WHOLE);
                }
            }
            return Optional.empty();
        } catch (DecodeFault e) {
            throw new LinuxException(Errno.EBADMSG, request.words(), Optional.ofNullable(e.getMessage()));
        }
    }

    private Ending ended(Message last) throws LinuxException {
        return switch (last) {
            case Acknowledgement answer -> ended(answer.error(), answer.words());
            case Done done -> ended(done.error(), done.words());
            case Message.Thing _, NftablesMessage _, ConntrackMessage _, OtherMessage _ -> WHOLE;
        };
    }

    /** EBUSY: another dump is under way; EAGAIN and EINTR: the kernel itself asks for another try. */
    private Ending ended(int error, Optional<String> words) throws LinuxException {
        if (error == 0) {
            return interrupted ? spoilt(Errno.EINTR, "it changed while it was read") : WHOLE;
        }
        LinuxException failure = LinuxException.of(error, request.words(), words);
        if (failure.errno() == Errno.EBUSY || failure.errno() == Errno.EINTR || failure.errno() == Errno.EAGAIN) {
            return new Ending.Spoilt(failure);
        }
        throw failure;
    }
}
