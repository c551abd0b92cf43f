package dev.enid.agent.control;

import dev.enid.agent.daemon.DaemonAccess;
import dev.enid.agent.json.Json;
import dev.enid.agent.json.JsonFault;
import dev.enid.agent.operations.DaemonOperations;
import dev.enid.agent.settings.AgentSettings;
import dev.enid.agent.settings.Paths;
import dev.enid.core.report.EventView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the socket, on one thread of its own that never waits for a client. */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("enid");

    private static final int MOST_VISITORS = 256;
    private static final int MOST_EVENTS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Without file descriptors left, accepting fails at once and again; others may give some back meanwhile. */
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final Path path;
    private final LongSupplier nanos;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final SelectionKey accepting;
    private final Handler handler;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<EventView> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger eventsWaiting = new AtomicInteger();
    private final AtomicInteger missed = new AtomicInteger();
    private final List<Visitor> visitors = new ArrayList<>();
    private Optional<AutoCloseable> following = Optional.empty();
    private long acceptAgainAt = Long.MIN_VALUE;
    private volatile boolean closed;

    /**
     * Serves a running daemon.
     *
     * @param settings as the daemon read them when it started
     * @param nanos a clock that never jumps
     * @throws IOException when the socket cannot be bound
     */
    public static ControlServer serve(
            Paths paths, DaemonAccess daemon, AgentSettings settings, InstantSource clock, LongSupplier nanos)
            throws IOException {
        return open(
                paths,
                nanos,
                thread -> new Commands(
                        daemon,
                        new DaemonOperations(daemon, paths, settings, clock, thread),
                        settings.controlGroup(),
                        clock));
    }

    /**
     * Binds the socket and serves it. Whoever holds the {@link DaemonLock} may: a socket file that is there is a dead daemon's.
     *
     * @param handler made for the thread that it is called on, and that late answers are to come back to
     * @throws IOException when the socket cannot be bound
     */
    static ControlServer open(Paths paths, LongSupplier nanos, Function<Executor, Handler> handler) throws IOException {
        Path path = paths.controlSocket();
        // Under another name until it listens and all may use it: nobody finds half of a socket, or none.
        Path made = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(made);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(made), 128);
            // Everyone may connect; what each may ask is decided by who asks.
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-rw-rw-"));
            server.configureBlocking(false);
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
            return new ControlServer(path, nanos, server, handler);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private ControlServer(
            Path path, LongSupplier nanos, ServerSocketChannel server, Function<Executor, Handler> handler)
            throws IOException {
        this.path = path;
        this.nanos = nanos;
        this.server = server;
        selector = Selector.open();
        accepting = server.register(selector, SelectionKey.OP_ACCEPT);
        this.handler = handler.apply(this::later);
        thread = Thread.ofPlatform().name("enid-control").daemon().start(this::serve);
    }

    private void later(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void serve() {
        while (!closed) {
            try {
                selector.select(this::visit, timeout());
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                tellEvents();
                sweep();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("the control socket: an error of enid's own, please report it", e);
            }
        }
    }

    /** In milliseconds, 0 for ever: with nobody there, nothing wakes this thread up. */
    private long timeout() {
        long next = accepting.interestOps() == 0 ? acceptAgainAt : Long.MAX_VALUE;
        for (Visitor visitor : visitors) {
            next = Math.min(next, visitor.deadline(PATIENCE.toNanos()));
        }
        if (next == Long.MAX_VALUE) {
            return 0;
        }
        return Math.max(1, Duration.ofNanos(next - nanos.getAsLong()).toMillis() + 1);
    }

    private void visit(SelectionKey key) {
        if (key.equals(accepting)) {
            accept();
            return;
        }
        Visitor visitor = (Visitor) key.attachment();
        attempt(visitor, () -> {
            if (key.isWritable()) {
                visitor.write(nanos.getAsLong());
            }
            if (key.isReadable() && !visitor.read(nanos.getAsLong())) {
                gone(visitor);
                return;
            }
            serve(visitor);
        });
    }

    private interface Deed {
        void run() throws IOException;
    }

    /** A connection that breaks is nobody's trouble but its client's. */
    private void attempt(Visitor visitor, Deed deed) {
        try {
            deed.run();
            if (visitor.hasLeft()) {
                gone(visitor);
            }
        } catch (IOException e) {
            gone(visitor);
        } catch (RuntimeException e) {
            LOG.warn("the control socket: an error of enid's own, please report it", e);
            gone(visitor);
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Visitor visitor = new Visitor(channel, key, Peer.of(channel), nanos.getAsLong());
            key.attach(visitor);
            visitors.add(visitor);
            if (visitors.size() > MOST_VISITORS) {
                attempt(visitor, () -> refuse(visitor, "the daemon has " + MOST_VISITORS + " clients already"));
            }
        } catch (IOException e) {
            LOG.warn("no connection can be taken at the control socket: {}", e.getMessage());
            accepting.interestOps(0);
            acceptAgainAt = nanos.getAsLong() + BREATH.toNanos();
        }
    }

    private void refuse(Visitor visitor, String why) throws IOException {
        visitor.send(Json.line(Answer.failed(why)), nanos.getAsLong());
        visitor.leave();
    }

    /** Answers the lines that have come in whole, one after the other. */
    private void serve(Visitor visitor) throws IOException {
        try {
            while (!visitor.isBusy()) {
                Optional<String> line = visitor.line();
                if (line.isEmpty()) {
                    return;
                }
                request(visitor, line.get());
            }
        } catch (Visitor.Unreadable e) {
            refuse(visitor, String.valueOf(e.getMessage()));
        }
    }

    private void request(Visitor visitor, String line) throws Visitor.Unreadable, IOException {
        Request request;
        try {
            request = Json.read(Request.class, line);
        } catch (JsonFault e) {
            throw new Visitor.Unreadable("this is no request: " + e.getMessage());
        }
        if (request.version() != Request.VERSION) {
            throw new Visitor.Unreadable("the daemon speaks version " + Request.VERSION + " of the protocol, not "
                    + request.version() + ": restart it after an upgrade");
        }
        CompletableFuture<Answer> answer = handler.answer(request, visitor.peer());
        if (answer.isDone()) {
            answer(visitor, request, answer.join());
            return;
        }
        visitor.busy(true);
        // However it ends, it is told on this thread.
        var _ = answer.exceptionally(
                        problem -> Answer.failed("the daemon could not: " + reason(problem), "its log says more"))
                .thenAcceptAsync(
                        late -> attempt(visitor, () -> {
                            visitor.busy(false);
                            answer(visitor, request, late);
                            serve(visitor);
                        }),
                        this::later);
    }

    /** A future that follows another wraps what went wrong. */
    private static String reason(Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return String.valueOf((cause == null ? problem : cause).getMessage());
    }

    private void answer(Visitor visitor, Request request, Answer answer) throws IOException {
        if (request.command().equals(Request.Verb.EVENTS.word())
                && answer.error().isEmpty()) {
            visitor.follow();
            follow();
        }
        visitor.send(Json.line(answer), nanos.getAsLong());
    }

    private void follow() {
        if (following.isEmpty()) {
            following = Optional.of(handler.follow(event -> {
                if (eventsWaiting.incrementAndGet() <= MOST_EVENTS) {
                    events.add(event);
                    selector.wakeup();
                } else {
                    eventsWaiting.decrementAndGet();
                    missed.incrementAndGet();
                }
            }));
        }
    }

    private void tellEvents() {
        for (EventView event = events.poll(); event != null; event = events.poll()) {
            eventsWaiting.decrementAndGet();
            tell(event);
            int lost = missed.getAndSet(0);
            if (lost > 0) {
                tell(new EventView(event.at(), "missed", "warn", "", lost + " events came too fast to be told"));
            }
        }
    }

    private void tell(EventView event) {
        String line = Json.line(Answer.of(event));
        for (Visitor visitor : List.copyOf(visitors)) {
            if (visitor.isFollowing()) {
                attempt(visitor, () -> {
                    if (!visitor.send(line, nanos.getAsLong())) {
                        gone(visitor);
                    }
                });
            }
        }
    }

    /** Sends away those that have stood still for too long. */
    private void sweep() {
        long now = nanos.getAsLong();
        for (Visitor visitor : List.copyOf(visitors)) {
            if (visitor.deadline(PATIENCE.toNanos()) <= now) {
                gone(visitor);
            }
        }
        if (accepting.interestOps() == 0 && acceptAgainAt <= now) {
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void gone(Visitor visitor) {
        visitor.close();
        visitors.remove(visitor);
        if (visitors.stream().noneMatch(Visitor::isFollowing)) {
            unfollow();
        }
    }

    private void unfollow() {
        following.ifPresent(each -> {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("unsubscribing does not fail", e);
            }
        });
        following = Optional.empty();
    }

    /** Ends every connection and removes the socket. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        // Whoever is interrupted closes all the same: a socket that is left would be taken for a daemon that hangs.
        boolean interrupted = Thread.interrupted();
        try {
            thread.join();
            // That the daemon stops is the last that a follower hears.
            tellEvents();
            List.copyOf(visitors).forEach(this::gone);
            selector.close();
            server.close();
            Files.deleteIfExists(path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
