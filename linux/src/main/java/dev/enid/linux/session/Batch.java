package dev.enid.linux.session;

import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Received;
import dev.enid.linux.wire.Acknowledgement;
import dev.enid.linux.wire.DecodeFault;
import dev.enid.linux.wire.Encoder;
import dev.enid.linux.wire.Envelope;
import dev.enid.linux.wire.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Requests sent many at a time. The kernel carries a chunk out while it is being sent, and queues an answer for each request that
 * it refuses, and for the last of the chunk, which alone asks for one: an acknowledgement of each of a thousand would cost a
 * fifth of the time. When the last has its answer and nothing was thrown away, those without one were carried out: the kernel
 * tells of every answer that it cannot queue (netlink_ack and netlink_overrun of net/netlink/af_netlink.c). A chunk is as long
 * as the queue has room for answers, should all be refused.
 */
final class Batch {

    /**
     * What one queued acknowledgement counts in the receive buffer: its skb and its data, with room for the kernel's words.
     * 768 to 1280 bytes were seen; a queue that overflows loses answers, never requests.
     */
    private static final int ACKNOWLEDGEMENT_BYTES = 2048;

    /** Well below the send buffer, beyond which sendto(2) says EMSGSIZE. */
    private static final int CHUNK_BYTES = 48 * 1024;

    private static final Reply OK = new Reply.Ok();
    private static final Reply UNKNOWN = new Reply.Unknown();

    private final Transport transport;
    private final Encoder encoder;
    private final Duration patience;
    private final List<? extends Question> requests;
    private final Reply[] replies;
    private final int firstSequence;

    /** @param firstSequence of the first request; each further one has the next number */
    Batch(
            Transport transport,
            Encoder encoder,
            Duration patience,
            List<? extends Question> requests,
            int firstSequence) {
        this.transport = transport;
        this.encoder = encoder;
        this.patience = patience;
        this.requests = requests;
        this.firstSequence = firstSequence;
        this.replies = new Reply[requests.size()];
        Arrays.fill(replies, UNKNOWN);
    }

    /** A reply for each request, in their order. */
    List<Reply> run() throws LinuxException {
        int room = Math.max(1, transport.receiveBuffer() / ACKNOWLEDGEMENT_BYTES);
        int from = 0;
        while (from < requests.size()) {
            encoder.clear();
            int to = from;
            boolean last = false;
            while (!last) {
                // Its length is known when it is there: whether it is the last is decided by what stands before it.
                last = to + 1 == requests.size() || to + 1 - from == room || encoder.length() >= CHUNK_BYTES;
                requests.get(to).encode(encoder, firstSequence + to, last);
                to++;
            }
            transport.send(encoder.bytes(), 0, encoder.length());
            collect(from, to);
            from = to;
        }
        return new ArrayList<>(Arrays.asList(replies));
    }

    /**
     * Every answer is in the queue by now, so after an overrun the ones that are not there never come, and there is no
     * point in waiting for them.
     */
    private void collect(int from, int to) throws LinuxException {
        boolean overrun = false;
        while (replies[to - 1] instanceof Reply.Unknown) {
            switch (transport.receive(overrun ? Duration.ZERO : patience)) {
                case Received.Datagram datagram -> read(datagram.bytes(), from, to);
                case Received.Overrun lost -> overrun = true;
                case Received.Cut cut -> overrun = true;
                case Received.Nothing nothing -> {
                    return;
                }
            }
        }
        if (!overrun) {
            for (int i = from; i < to; i++) {
                replies[i] = replies[i] instanceof Reply.Unknown ? OK : replies[i];
            }
        }
    }

    private void read(byte[] bytes, int from, int to) throws LinuxException {
        for (Envelope envelope : decode(bytes)) {
            int index = envelope.sequence() - firstSequence;
            boolean ours = index >= from && index < to && replies[index] instanceof Reply.Unknown;
            if (ours && envelope.message() instanceof Acknowledgement acknowledgement) {
                replies[index] = reply(acknowledgement, requests.get(index));
            }
        }
    }

    private static List<Envelope> decode(byte[] bytes) throws LinuxException {
        try {
            return Envelope.decodeAll(bytes);
        } catch (DecodeFault e) {
            throw new LinuxException(Errno.EBADMSG, "read an acknowledgement", Optional.ofNullable(e.getMessage()));
        }
    }

    private static Reply reply(Acknowledgement acknowledgement, Question request) {
        return acknowledgement.ok()
                ? OK
                : new Reply.Refused(
                        LinuxException.of(acknowledgement.error(), request.words(), acknowledgement.words()));
    }
}
