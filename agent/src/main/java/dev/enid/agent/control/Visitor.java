package dev.enid.agent.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One connection: what has come in of a line, and what is still to go out. */
final class Visitor {

    /** A request is a few hundred bytes. */
    static final int MOST_REQUEST = 16 * 1024;
    /** Some thousands of events, or one answer of any size: an answer waits alone. */
    private static final long MOST_WAITING = 1024 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Peer peer;
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private final ByteBuffer in = ByteBuffer.allocate(MOST_REQUEST);
    private long waiting;
    private boolean leaving;
    private boolean busy;
    private boolean following;
    private long movedAt;

    Visitor(SocketChannel channel, SelectionKey key, Peer peer, long now) {
        this.channel = channel;
        this.key = key;
        this.peer = peer;
        this.movedAt = now;
    }

    /** A line that is no request. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    Peer peer() {
        return peer;
    }

    boolean isFollowing() {
        return following;
    }

    void follow() {
        following = true;
    }

    /** While it waits for an answer its next line is not read: there is one answer for each request, in order. */
    void busy(boolean now) {
        busy = now;
        interest();
    }

    boolean isBusy() {
        return busy;
    }

    /**
     * Reads what is there.
     *
     * @return whether the other end is still there
     */
    boolean read(long now) throws IOException {
        int count = channel.read(in);
        if (count > 0) {
            movedAt = now;
        }
        return count >= 0;
    }

    /** The next whole line, without its newline. */
    Optional<String> line() throws Unreadable {
        int end = 0;
        while (end < in.position() && in.get(end) != '\n') {
            end++;
        }
        if (end == in.position()) {
            if (!in.hasRemaining()) {
                throw new Unreadable("a request is one line of at most " + MOST_REQUEST + " bytes");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(in.slice(0, end)).toString());
        } catch (CharacterCodingException e) {
            throw new Unreadable("a request is UTF-8");
        } finally {
            in.limit(in.position()).position(end + 1);
            in.compact();
        }
    }

    /**
     * Sends a line, now or as the other end takes it.
     *
     * @return false for one that lags too far behind
     */
    boolean send(String line, long now) throws IOException {
        if (waiting > MOST_WAITING) {
            return false;
        }
        if (out.isEmpty()) {
            movedAt = now;
        }
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.add(bytes);
        waiting += bytes.remaining();
        write(now);
        return true;
    }

    /** Closes the connection when all that is to go out has gone. */
    void leave() {
        leaving = true;
        interest();
    }

    boolean hasLeft() {
        return leaving && out.isEmpty();
    }

    void write(long now) throws IOException {
        while (!out.isEmpty()) {
            ByteBuffer next = out.getFirst();
            int count = channel.write(next);
            if (count > 0) {
                movedAt = now;
                waiting -= count;
            }
            if (next.hasRemaining()) {
                break;
            }
            out.removeFirst();
        }
        interest();
    }

    private void interest() {
        if (key.isValid()) {
            boolean reads = !busy && !leaving && in.hasRemaining();
            key.interestOps((reads ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }

    /** When nothing has moved for too long; one that waits for us, or for events, may stand still. */
    long deadline(long patience) {
        boolean ours = out.isEmpty() && (busy || following);
        return ours ? Long.MAX_VALUE : movedAt + patience;
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
