package dev.enid.linux.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.Received;
import dev.enid.linux.wire.DecodeFault;
import dev.enid.linux.wire.Envelope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A kernel that answers what it refuses and what asks for an acknowledgement, answers dumps with its rules, and that has faults laid out for it, each of
 * which must be met.
 */
final class ScriptedKernel implements Transport {

    /** What goes wrong, once. */
    enum Fault {
        /** The answer to the next request never comes, and the kernel says that it threw something away. */
        OVERRUN,
        /** The answer to the next request never comes, and nothing says so. */
        SILENCE,
        /** The next answer is longer than the buffer. */
        CUT,
        /** The next dump changes while it is read, and says so. */
        INTERRUPTED,
        /** Somebody changes a rule while the next dump is read. */
        CHANGE,
        /** The next request meets a dump under way on the same socket. */
        BUSY,
        /** A late answer to some earlier request comes first. */
        STRAY,
        /** The next answer is no message. */
        NOISE
    }

    private static final int ACK = 2;
    private static final int DONE = 3;
    private static final int MULTI = 2;
    private static final int DUMP_INTERRUPTED = 0x10;
    private static final int DUMP = 0x300;
    private static final int ACKNOWLEDGE = 4;

    /** A rule as the kernel tells it: from all lookup local. */
    private static final byte[] RULE =
            HexFormat.of().parseHex("02000000ff0000010000000008000f00ff00000008000e00ffffffff0500150002000000");

    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Deque<Received> queue = new ArrayDeque<>();
    private final Map<Integer, Errno> refusals = new HashMap<>();
    private final int receiveBuffer;
    private boolean listening;
    private int requests;
    private int largestChunk;

    ScriptedKernel(int receiveBuffer, Fault... faults) {
        this.receiveBuffer = receiveBuffer;
        this.faults.addAll(List.of(faults));
    }

    /** Refuses the request of that place, counted from 0. */
    ScriptedKernel refusing(int request, Errno errno) {
        refusals.put(request, errno);
        return this;
    }

    void assertEveryFaultWasMet() {
        assertThat(faults).as("faults nobody ran into").isEmpty();
    }

    /** How many came. */
    int requests() {
        return requests;
    }

    /** The most requests that came in one datagram. */
    int largestChunk() {
        return largestChunk;
    }

    @Override
    public void send(byte[] bytes, int from, int length) throws LinuxException {
        if (faults.peek() == Fault.BUSY) {
            faults.remove();
            throw new LinuxException(Errno.EBUSY, "send");
        }
        List<Envelope> sent;
        try {
            sent = Envelope.decodeAll(Arrays.copyOfRange(bytes, from, from + length));
        } catch (DecodeFault e) {
            throw new AssertionError("what is sent is well formed", e);
        }
        largestChunk = Math.max(largestChunk, sent.size());
        sent.forEach(this::answer);
    }

    private void answer(Envelope request) {
        int sequence = request.sequence();
        boolean dump = (request.flags() & DUMP) == DUMP;
        Received answer = dump && !refusals.containsKey(requests)
                ? dump(sequence)
                : answer(acknowledgement(sequence, refusals.getOrDefault(requests, Errno.OTHER)));
        boolean silent = !dump && (request.flags() & ACKNOWLEDGE) == 0 && !refusals.containsKey(requests);
        requests++;
        if (silent) {
            return;
        }
        switch (faults.peek()) {
            case OVERRUN -> queue.add(new Received.Overrun());
            case CUT -> queue.add(new Received.Cut(100_000));
            case NOISE -> queue.add(answer(new byte[] {1, 2, 3}));
            case STRAY -> {
                queue.add(answer(acknowledgement(sequence - 1000, Errno.EPERM)));
                queue.add(answer);
            }
            case CHANGE -> {
                assertThat(listening)
                        .as("rules are listened to while they are read")
                        .isTrue();
                queue.add(new Received.Datagram(message(32, 0, sequence, RULE), true));
                queue.add(answer);
            }
            case SILENCE -> {}
            case INTERRUPTED, BUSY -> {
                queue.add(answer);
                return;
            }
            case null -> {
                queue.add(answer);
                return;
            }
        }
        faults.remove();
    }

    private Received dump(int sequence) {
        boolean interrupted = faults.peek() == Fault.INTERRUPTED;
        if (interrupted) {
            faults.remove();
        }
        int flags = MULTI | (interrupted ? DUMP_INTERRUPTED : 0);
        return answer(concat(message(32, flags, sequence, RULE), message(DONE, flags, sequence, new byte[4])));
    }

    private static Received answer(byte[] bytes) {
        return new Received.Datagram(bytes, false);
    }

    private static byte[] acknowledgement(int sequence, Errno errno) {
        byte[] body = new byte[20];
        int code = -errno.number();
        for (int i = 0; i < 4; i++) {
            body[i] = (byte) (code >> (8 * i));
        }
        body[4] = 16;
        return message(ACK, 0x100, sequence, body);
    }

    private static byte[] message(int type, int flags, int sequence, byte[] body) {
        byte[] message = new byte[16 + body.length];
        int[] words = {message.length, type | (flags << 16), sequence, 4711};
        for (int i = 0; i < 16; i++) {
            message[i] = (byte) (words[i / 4] >> (8 * (i % 4)));
        }
        System.arraycopy(body, 0, message, 16, body.length);
        return message;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public Received receive(Duration longest) {
        Received next = queue.poll();
        return next == null ? new Received.Nothing() : next;
    }

    @Override
    public void join(Group group) {
        listening = true;
    }

    @Override
    public void leave(Group group) {
        listening = false;
    }

    @Override
    public int receiveBuffer() {
        return receiveBuffer;
    }

    @Override
    public void close() {
        queue.clear();
    }
}
