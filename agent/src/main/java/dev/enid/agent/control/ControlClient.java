package dev.enid.agent.control;

import dev.enid.agent.control.Request.Verb;
import dev.enid.agent.json.Json;
import dev.enid.agent.json.JsonFault;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.operations.Operations;
import dev.enid.agent.settings.Paths;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.report.ApplyView;
import dev.enid.core.report.EventView;
import dev.enid.core.report.ExplainView;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.StatusView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Asks the running daemon. For one thread. */
public final class ControlClient implements Operations, AutoCloseable {

    /** The daemon answers these by itself, within milliseconds. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);
    /** A reading of IMDS comes first, which may take all its attempts. */
    private static final Duration AFTER_A_PASS = Duration.ofMinutes(2);

    private static final Duration FOR_EVER = Duration.ofDays(365);
    /** 100 ENIs with all their addresses, and what is to be done for each, are a few megabytes. */
    private static final int MOST_ANSWER = 64 * 1024 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final LongSupplier nanos;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024).flip();

    private ControlClient(SocketChannel channel, Selector selector, LongSupplier nanos) {
        this.channel = channel;
        this.selector = selector;
        this.nanos = nanos;
    }

    /**
     * The daemon, if one runs.
     *
     * @param nanos a clock that never jumps
     * @throws OperationFailed when there is a socket that cannot be used
     */
    public static Optional<ControlClient> connect(Paths paths, LongSupplier nanos) throws OperationFailed {
        if (!Files.exists(paths.controlSocket())) {
            return Optional.empty();
        }
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(paths.controlSocket()));
            try {
                channel.configureBlocking(false);
                Selector selector = Selector.open();
                channel.register(selector, SelectionKey.OP_READ);
                return Optional.of(new ControlClient(channel, selector, nanos));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (ConnectException e) {
            // The socket of a daemon that died without removing it.
            return Optional.empty();
        } catch (SocketException e) {
            if (!Files.exists(paths.controlSocket())) {
                // A daemon that ended just now.
                return Optional.empty();
            }
            throw new OperationFailed(
                    e,
                    paths.controlSocket() + " cannot be used: " + e.getMessage(),
                    "`sudo systemctl restart enid` makes it anew");
        } catch (IOException e) {
            throw new OperationFailed(e, paths.controlSocket() + " cannot be used: " + e.getMessage());
        }
    }

    @Override
    public StatusView status() throws OperationFailed, InterruptedException {
        return expect(ask(Request.of(Verb.STATUS), AT_ONCE).status());
    }

    @Override
    public PlanView plan() throws OperationFailed, InterruptedException {
        return expect(ask(Request.of(Verb.PLAN), AT_ONCE).plan());
    }

    @Override
    public ExplainView explain(ExplainView.Packet packet) throws OperationFailed, InterruptedException {
        return expect(ask(Request.of(Verb.EXPLAIN).about(packet), AT_ONCE).explained());
    }

    @Override
    public ApplyView apply() throws OperationFailed, InterruptedException {
        return expect(ask(Request.of(Verb.APPLY), AFTER_A_PASS).applied());
    }

    @Override
    public ApplyView down(EniSelector eni) throws OperationFailed, InterruptedException {
        return expect(ask(Request.of(Verb.DOWN).about(eni.text()), AFTER_A_PASS).applied());
    }

    @Override
    public ApplyView up(EniSelector eni) throws OperationFailed, InterruptedException {
        return expect(ask(Request.of(Verb.UP).about(eni.text()), AFTER_A_PASS).applied());
    }

    /**
     * Hears of events until the daemon stops.
     *
     * @param begun called when the daemon has begun to tell
     */
    public void follow(Runnable begun, Consumer<EventView> listener) throws OperationFailed, InterruptedException {
        ask(Request.of(Verb.EVENTS), AT_ONCE);
        begun.run();
        for (Optional<Answer> next = receive(FOR_EVER); next.isPresent(); next = receive(FOR_EVER)) {
            next.get().event().ifPresent(listener);
        }
    }

    private static <T> T expect(Optional<T> view) throws OperationFailed {
        return view.orElseThrow(() -> new OperationFailed(
                "the daemon answered something else: it is another version", "sudo systemctl restart enid"));
    }

    private Answer ask(Request request, Duration patience) throws OperationFailed, InterruptedException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((Json.line(request) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw gone(e);
        }
        Answer answer = receive(patience)
                .orElseThrow(() -> new OperationFailed(
                        "the daemon ended the connection without an answer: it stops, or starts anew",
                        "try again in a second"));
        if (!answer.error().isEmpty()) {
            throw new OperationFailed(answer.error());
        }
        return answer;
    }

    private static OperationFailed gone(IOException e) {
        return new OperationFailed(e, "the connection to the daemon broke: " + e.getMessage(), "try again in a second");
    }

    /** The next line; empty when the daemon has ended the connection. */
    private Optional<Answer> receive(Duration patience) throws OperationFailed, InterruptedException {
        long deadline = nanos.getAsLong() + patience.toNanos();
        try {
            while (true) {
                while (in.hasRemaining()) {
                    byte next = in.get();
                    if (next == '\n') {
                        String text = line.toString(StandardCharsets.UTF_8);
                        line.reset();
                        return Optional.of(Json.read(Answer.class, text));
                    }
                    line.write(next);
                }
                if (line.size() > MOST_ANSWER) {
                    throw new OperationFailed("the daemon's answer is longer than " + MOST_ANSWER + " bytes");
                }
                wait(deadline, patience);
                in.clear();
                int count = channel.read(in);
                in.flip();
                if (count < 0) {
                    return Optional.empty();
                }
            }
        } catch (IOException e) {
            throw gone(e);
        } catch (JsonFault e) {
            throw new OperationFailed(
                    e,
                    "the daemon's answer cannot be read (" + e.getMessage() + "): it is another version",
                    "sudo systemctl restart enid");
        }
    }

    private void wait(long deadline, Duration patience) throws IOException, OperationFailed, InterruptedException {
        long left = deadline - nanos.getAsLong();
        if (left <= 0) {
            throw new OperationFailed(
                    "the daemon has not answered for " + patience.toSeconds() + " s", "sudo systemctl restart enid");
        }
        selector.select(Duration.ofNanos(left).toMillis() + 1);
        selector.selectedKeys().clear();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void close() {
        for (AutoCloseable each : List.of(channel, selector)) {
            try {
                each.close();
            } catch (Exception e) {
                // There is nothing more to say to the daemon.
            }
        }
    }
}
