package dev.enid.lab.imds;

import dev.enid.core.ip.Ip;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One connection from its beginning to its end. */
final class Conversation {

    private final SocketChannel channel;
    private final ImdsService service;
    private final RequestLog log;
    private final LabTime time;
    private final HopLimit hopLimit;
    private int hops;

    Conversation(SocketChannel channel, ImdsService service, RequestLog log, LabTime time, HopLimit hopLimit) {
        this.channel = channel;
        this.service = service;
        this.log = log;
        this.time = time;
        this.hopLimit = hopLimit;
    }

    /** Answers until either side ends the connection. */
    void run() throws IOException, InterruptedException {
        Ip client = Ip.ofBytes(
                ((InetSocketAddress) channel.getRemoteAddress()).getAddress().getAddress());
        // An answer is one write; waiting for an acknowledgement of the one before would cost 40 ms.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        RequestReader reader = new RequestReader(channel);
        boolean first = true;
        boolean open = true;
        while (open) {
            Optional<Request> request;
            try {
                request = reader.next();
            } catch (RequestReader.BadRequest bad) {
                send(Response.error(400).toBytes(true, false, time.now()));
                return;
            }
            // Asked each time: the address may have moved to another instance since.
            Optional<ImdsInstance> instance = service.instanceOf(client);
            if (request.isEmpty() || instance.isEmpty()) {
                return;
            }
            Instant start = time.now();
            Reply reply = service.answer(instance.get(), client, request.get());
            log.add(
                    new ImdsRequest(
                            start,
                            instance.get().id(),
                            client,
                            request.get().method(),
                            request.get().path(),
                            reply.status(),
                            Duration.between(start, time.now())),
                    first);
            first = false;
            open = deliver(reply, request.get(), reader);
        }
    }

    /** Whether the connection goes on. */
    private boolean deliver(Reply reply, Request request, RequestReader reader) throws IOException {
        switch (reply) {
            case Reply.Answer(Response response, boolean thenClose, int limit) -> {
                boolean keepAlive = request.keepAlive() && !thenClose;
                travel(limit);
                send(response.toBytes(!request.method().equals("HEAD"), keepAlive, time.now()));
                return keepAlive;
            }
            case Reply.Truncated(Response response) -> {
                byte[] whole = response.toBytes(true, false, time.now());
                int body = response.body().getBytes(StandardCharsets.UTF_8).length;
                send(java.util.Arrays.copyOf(whole, whole.length - (body + 1) / 2));
                return false;
            }
            case Reply.Garbage _ -> {
                send("\u0000\u0001 this is not HTTP \r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                return false;
            }
            case Reply.Silence _ -> {
                reader.drain();
                return false;
            }
            case Reply.Reset _ -> {
                reset(channel);
                return false;
            }
        }
    }

    /**
     * The limit stays until the next answer: with it go the retransmissions of an answer that did not arrive, and a client that
     * did not get it asks nothing more on this connection.
     */
    private void travel(int limit) throws IOException {
        if (limit != hops) {
            hopLimit.set(channel, limit);
            hops = limit;
        }
    }

    private void send(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Ends a connection with a RST instead of a FIN. */
    static void reset(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }
}
