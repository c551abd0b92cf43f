package dev.enid.agent.imds;

import dev.enid.agent.imds.HttpFailure.Trouble;
import dev.enid.core.ip.Ip;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One connection, one request at a time, every wait bounded by a deadline on the monotonic clock. After any failure it is of
 * no further use: a late answer must never be taken for that to the next request.
 */
final class HttpConnection implements AutoCloseable {

    private static final int BUFFER = 16 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final LongSupplier nanos;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER).flip();
    private long deadline;
    private boolean answering;

    private HttpConnection(SocketChannel channel, Selector selector, LongSupplier nanos) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.nanos = nanos;
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_CONNECT);
    }

    /** Connects, from {@code source} where one is given, else from whatever the host's routes choose. */
    static HttpConnection open(InetSocketAddress to, Optional<Ip> source, long deadline, LongSupplier nanos)
            throws HttpFailure {
        Optional<HttpConnection> opened = Optional.empty();
        try {
            opened = Optional.of(make(to, nanos));
            opened.get().connect(to, source, deadline);
            return opened.get();
        } catch (HttpFailure e) {
            opened.ifPresent(HttpConnection::close);
            throw e.trouble() == Trouble.TIMEOUT ? new HttpFailure(Trouble.CONNECT, "no answer in time") : e;
        } catch (ClosedByInterruptException _) {
            opened.ifPresent(HttpConnection::close);
            throw interrupted();
        } catch (IOException e) {
            opened.ifPresent(HttpConnection::close);
            throw new HttpFailure(Trouble.CONNECT, reason(e));
        }
    }

    private static HttpConnection make(InetSocketAddress to, LongSupplier nanos) throws IOException {
        boolean v4 = to.getAddress().getAddress().length == 4;
        SocketChannel channel = SocketChannel.open(v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            Selector selector = Selector.open();
            try {
                return new HttpConnection(channel, selector, nanos);
            } catch (IOException e) {
                selector.close();
                throw e;
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void connect(InetSocketAddress to, Optional<Ip> source, long until) throws IOException {
        deadline = until;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (source.isPresent()) {
            bind(source.get());
        }
        boolean connected = channel.connect(to);
        while (!connected) {
            await(SelectionKey.OP_CONNECT);
            connected = channel.finishConnect();
        }
    }

    private void bind(Ip source) throws IOException {
        try {
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(source.toBytes()), 0));
        } catch (BindException e) {
            throw new HttpFailure(Trouble.NO_SUCH_SOURCE, reason(e));
        }
    }

    /** Whether the idle connection is still fit for a request: not closed by the server, nothing unasked-for received. */
    boolean isIdle() {
        try {
            in.clear();
            int read = channel.read(in);
            in.flip();
            return read == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** Sends the request, {@code head} being all of it, and returns the whole answer. */
    HttpAnswer exchange(String head, long until) throws HttpFailure {
        deadline = until;
        answering = false;
        in.clear().flip();
        try {
            send(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
            HttpAnswer answer = new HttpParser(this).answer();
            // More than the answer was sent: whatever it is, the next answer on this connection could not be trusted.
            return in.hasRemaining()
                    ? new HttpAnswer(answer.status(), answer.body(), answer.tokenSeconds(), false)
                    : answer;
        } catch (HttpFailure e) {
            throw e;
        } catch (ClosedByInterruptException _) {
            throw interrupted();
        } catch (IOException e) {
            throw new HttpFailure(answering ? Trouble.BROKEN : Trouble.CLOSED, reason(e));
        }
    }

    private void send(ByteBuffer out) throws IOException {
        while (out.hasRemaining()) {
            if (channel.write(out) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    /** The answer up to and without the next line feed, a character for each byte; cut off when it is longer than {@code most}. */
    String line(int most) throws IOException {
        StringBuilder whole = new StringBuilder();
        while (true) {
            if (!in.hasRemaining()) {
                fill();
            }
            byte[] bytes = in.array();
            int from = in.position();
            int limit = Math.min(in.limit(), from + most - whole.length());
            int end = from;
            while (end < limit && bytes[end] != '\n') {
                end++;
            }
            String part = new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
            boolean ended = end < in.limit();
            in.position(ended ? end + 1 : end);
            if (ended && whole.isEmpty()) {
                return part;
            }
            whole.append(part);
            if (ended) {
                return whole.toString();
            }
        }
    }

    /** Fills {@code bytes} from {@code offset} on with {@code length} bytes of the answer. */
    void next(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length) {
            if (!in.hasRemaining()) {
                fill();
            }
            int some = Math.min(in.remaining(), offset + length - at);
            in.get(bytes, at, some);
            at += some;
        }
    }

    private void fill() throws IOException {
        int read = 0;
        while (read == 0) {
            await(SelectionKey.OP_READ);
            in.clear();
            read = channel.read(in);
            in.flip();
        }
        if (read < 0) {
            throw answering
                    ? new HttpFailure(Trouble.BROKEN, "the connection was closed in the middle of the answer")
                    : new HttpFailure(Trouble.CLOSED, "the connection was closed without an answer");
        }
        answering = true;
    }

    private void await(int operation) throws IOException {
        if (key.interestOps() != operation) {
            key.interestOps(operation);
        }
        long left = deadline - nanos.getAsLong();
        if (left <= 0) {
            throw new HttpFailure(Trouble.TIMEOUT, "no whole answer in time");
        }
        int ready = selector.select(_ -> {}, (left + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        if (ready == 0) {
            throw new HttpFailure(Trouble.TIMEOUT, "no whole answer in time");
        }
    }

    private static HttpFailure interrupted() {
        return new HttpFailure(Trouble.INTERRUPTED, "interrupted while waiting");
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (IOException _) {
            // Nothing is lost: what was received is complete, and nothing is left to be sent.
        }
    }
}
