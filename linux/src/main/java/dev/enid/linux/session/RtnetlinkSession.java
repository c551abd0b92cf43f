package dev.enid.linux.session;

import dev.enid.core.ip.Family;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.NetlinkSocket;
import dev.enid.linux.wire.AddressMessage;
import dev.enid.linux.wire.Encoder;
import dev.enid.linux.wire.Frame;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Message;
import dev.enid.linux.wire.NeighborMessage;
import dev.enid.linux.wire.NetconfMessage;
import dev.enid.linux.wire.Request;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RouteQuery;
import dev.enid.linux.wire.RuleMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Questions and orders to the kernel about one network namespace: that of the thread that opened the session, whichever
 * threads use it later. Safe for several threads; they take turns.
 */
public final class RtnetlinkSession implements AutoCloseable {

    /** Room for a thousand acknowledgements; the kernel doubles it. Memory is used only while answers wait. */
    private static final int RECEIVE_BUFFER = 1024 * 1024;

    /** The kernel answers at once; a lock of its own that it waits for (rtnl) can be held for a second or more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of a dump; a table that is being written to all the time has to give way at some point. */
    private static final int ATTEMPTS = 10;

    private final Transport transport;
    private final Encoder encoder = new Encoder();
    private int sequence;

    RtnetlinkSession(Transport transport) {
        this.transport = transport;
    }

    /** In the calling thread's network namespace. */
    public static RtnetlinkSession open() throws LinuxException {
        NetlinkSocket socket = NetlinkSocket.open();
        try {
            socket.receiveBuffer(RECEIVE_BUFFER);
        } catch (LinuxException | RuntimeException e) {
            socket.close();
            throw e;
        }
        return new RtnetlinkSession(Transport.over(socket));
    }

    /** In that namespace. */
    public static RtnetlinkSession open(Namespace namespace) throws LinuxException {
        return namespace.call(RtnetlinkSession::open);
    }

    /** All links. */
    public List<LinkMessage> links() throws LinuxException {
        return dump(LinkMessage.all(), LinkMessage.class);
    }

    /** All addresses of the family. */
    public List<AddressMessage> addresses(Family family) throws LinuxException {
        return dump(AddressMessage.all(family), AddressMessage.class);
    }

    /** All routes of the family in all tables, without the exceptions that the kernel keeps beside them. */
    public List<RouteMessage> routes(Family family) throws LinuxException {
        return withoutClones(dump(RouteMessage.all(family), RouteMessage.class));
    }

    /** The routes of one table; empty also when there is no such table. */
    public List<RouteMessage> routes(Family family, int table) throws LinuxException {
        try {
            List<RouteMessage> routes = withoutClones(dump(RouteMessage.all(family, table), RouteMessage.class));
            routes.removeIf(route -> route.table() != table);
            return routes;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<RouteMessage> withoutClones(List<RouteMessage> routes) {
        routes.removeIf(RouteMessage::isCloned);
        return routes;
    }

    /** All rules of the family, in the order in which they are asked. */
    public List<RuleMessage> rules(Family family) throws LinuxException {
        return dump(RuleMessage.all(family), RuleMessage.class);
    }

    /** All neighbors of the family, also those that the kernel learnt by itself. */
    public List<NeighborMessage> neighbors(Family family) throws LinuxException {
        return dump(NeighborMessage.all(family), NeighborMessage.class);
    }

    /** The addresses of the family that links answer for. */
    public List<NeighborMessage> proxies(Family family) throws LinuxException {
        return dump(NeighborMessage.allProxies(family), NeighborMessage.class);
    }

    /**
     * Everything that matches the filter, as it was at one moment: a dump during which something changed, or whose parts
     * were lost, is made again. Of neighbors alone the kernel does not tell, and their changes are too many to listen to.
     *
     * @return a list the caller may change
     * @throws LinuxException EINTR, EBUSY, ENOBUFS, EMSGSIZE or ETIMEDOUT when no attempt was whole; else what the kernel says
     */
    public <T extends Message.Thing> List<T> dump(T filter, Class<T> kind) throws LinuxException {
        List<T> things = new ArrayList<>();
        for (Message message : ask(Request.dump(filter), changes(filter))) {
            if (kind.isInstance(message)) {
                things.add(kind.cast(message));
            }
        }
        return things;
    }

    /**
     * The same as {@link #dump}, for what is read again and again.
     *
     * @param reader made anew for each attempt
     */
    <T> List<T> read(Message.Thing filter, Supplier<Dump.Reader<T>> reader) throws LinuxException {
        return ask(Request.dump(filter), changes(filter), reader);
    }

    private static Optional<Group> changes(Message.Thing kind) {
        return switch (kind) {
            case RuleMessage rule -> Optional.of(rule.family() == Family.V4 ? Group.V4_RULE : Group.V6_RULE);
            case RouteMessage route ->
                Optional.of(route.header().family() == Family.V4 ? Group.V4_ROUTE : Group.V6_ROUTE);
            case LinkMessage link -> Optional.empty();
            case AddressMessage address -> Optional.empty();
            case NeighborMessage neighbor -> Optional.empty();
            case NetconfMessage netconf -> Optional.empty();
        };
    }

    /** The link of that index. */
    public Optional<LinkMessage> link(int index) throws LinuxException {
        return link(LinkMessage.of(index));
    }

    /** The link of that name; alternative names are not asked. */
    public Optional<LinkMessage> link(String name) throws LinuxException {
        return link(LinkMessage.named(name));
    }

    private Optional<LinkMessage> link(LinkMessage which) throws LinuxException {
        try {
            return ask(Request.get(which), Optional.empty()).stream()
                    .filter(LinkMessage.class::isInstance)
                    .map(LinkMessage.class::cast)
                    .findFirst();
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENODEV) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Where the kernel would send a packet: {@code ip route get}.
     *
     * @throws LinuxException ENETUNREACH, EHOSTUNREACH, EACCES (prohibit) or EINVAL (blackhole) when it would send it nowhere
     */
    public RouteMessage lookUp(RouteQuery query) throws LinuxException {
        Request request = query.toRequest();
        return ask(request, Optional.empty()).stream()
                .filter(RouteMessage.class::isInstance)
                .map(RouteMessage.class::cast)
                .findFirst()
                .orElseThrow(() -> new LinuxException(Errno.ENODATA, request.words()));
    }

    private List<Message> ask(Request request, Optional<Group> changes) throws LinuxException {
        return ask(request, changes, () -> Frame::message);
    }

    /** @param reader made anew for each attempt */
    private synchronized <T> List<T> ask(Request request, Optional<Group> changes, Supplier<Dump.Reader<T>> reader)
            throws LinuxException {
        for (int attempt = 1; ; attempt++) {
            Dump<T> dump = new Dump<>(transport, PATIENCE, request, ++sequence, changes, reader.get());
            switch (dump.run(encoder)) {
                case Dump.Ending.Whole whole -> {
                    return dump.found();
                }
                case Dump.Ending.Spoilt spoilt -> {
                    if (attempt == ATTEMPTS) {
                        throw spoilt.why();
                    }
                }
            }
        }
    }

    /**
     * Carries one request out.
     *
     * @throws LinuxException what the kernel refused it with; ENOBUFS when its answer was lost, so that only reading again can tell
     */
    public void execute(Request request) throws LinuxException {
        switch (batch(List.of(request)).getFirst()) {
            case Reply.Ok ok -> {}
            case Reply.Refused refused -> throw refused.why();
            case Reply.Unknown unknown ->
                throw new LinuxException(Errno.ENOBUFS, request.words(), Optional.of("the answer was lost"));
        }
    }

    /**
     * Carries requests out in their order, each whatever became of those before it: a batch is not a transaction.
     *
     * @return a reply for each, in the same order
     * @throws LinuxException when the socket itself fails; how far the batch came is then unknown
     */
    public synchronized List<Reply> batch(List<Request> requests) throws LinuxException {
        int first = sequence + 1;
        sequence += requests.size();
        return new Batch(transport, encoder, PATIENCE, List.copyOf(requests), first).run();
    }

    @Override
    public synchronized void close() {
        transport.close();
    }
}
