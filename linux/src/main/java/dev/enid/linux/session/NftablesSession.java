package dev.enid.linux.session;

import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.posix.NetlinkSocket;
import dev.enid.linux.wire.Encoder;
import dev.enid.linux.wire.NftablesElement;
import dev.enid.linux.wire.NftablesMessage;
import dev.enid.linux.wire.NftablesQuery;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Questions to nf_tables about one network namespace: that of the thread that opened the session. Safe for several threads; they take
 * turns. All of it takes CAP_NET_ADMIN, and the first question of all has the kernel load its module, where it is one.
 */
public final class NftablesSession implements AutoCloseable {

    /** Memory is used only while answers wait. */
    private static final int RECEIVE_BUFFER = 1024 * 1024;

    /** The lock that is waited for is held while a transaction of others is checked: with ten thousand rules, for seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of a reading during which nothing may change. */
    private static final int ATTEMPTS = 10;

    /** Of chains and rules of a table, of elements of a map, of rules about marks: more is nobody's who means well. */
    private static final int MOST = 4096;

    private final Transport transport;
    private final Encoder encoder = new Encoder();
    private int sequence;

    private NftablesSession(Transport transport) {
        this.transport = transport;
    }

    /**
     * What was read, and when.
     *
     * @param generation of all tables: while it is the same, all of them are
     */
    public record At<T>(int generation, T value) {}

    /**
     * In the calling thread's network namespace.
     *
     * @throws LinuxException EPROTONOSUPPORT when the kernel has no netfilter
     */
    public static NftablesSession open() throws LinuxException {
        NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.Protocol.NETFILTER);
        try {
            socket.receiveBuffer(RECEIVE_BUFFER);
        } catch (LinuxException | RuntimeException e) {
            socket.close();
            throw e;
        }
        return new NftablesSession(Transport.over(socket));
    }

    /**
     * Which generation of all tables is in force: a number that each transaction of anybody changes.
     *
     * @throws LinuxException EPERM without CAP_NET_ADMIN; EINVAL or EOPNOTSUPP when the kernel has no nf_tables
     */
    public synchronized int generation() throws LinuxException {
        NftablesQuery query = NftablesQuery.generation();
        return gather(query, message -> message.generation().stream().boxed().toList()).stream()
                .findFirst()
                .orElseThrow(() -> new LinuxException(Errno.ENODATA, query.words()));
    }

    /**
     * The table of the family inet of that name, empty where there is none.
     *
     * @param maps the maps whose elements are wanted
     * @throws LinuxException as {@link #generation}; EINTR when it changed each time while it was read
     */
    public synchronized At<Optional<NftablesTable>> table(String name, Collection<String> maps) throws LinuxException {
        int before = generation();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<NftablesTable> table = read(name, maps);
            int after = generation();
            if (before == after) {
                return new At<>(after, table);
            }
            before = after;
        }
        throw new LinuxException(
                Errno.EINTR, NftablesQuery.table(name).words(), Optional.of("it changed while it was read"));
    }

    private Optional<NftablesTable> read(String name, Collection<String> maps) throws LinuxException {
        List<NftablesMessage> found = there(NftablesQuery.table(name), message -> true);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Predicate<NftablesMessage> ofIt =
                message -> message.table().filter(name::equals).isPresent();
        List<NftablesMessage> chains = there(NftablesQuery.chains(), ofIt);
        List<NftablesMessage> rules = there(NftablesQuery.rules(name), ofIt);
        Map<String, List<NftablesElement>> elements = new HashMap<>();
        int most = Math.max(chains.size(), rules.size());
        for (String map : maps) {
            Optional<List<NftablesElement>> of = elements(name, map);
            of.ifPresent(all -> elements.put(map, all));
            most = Math.max(most, of.map(List::size).orElse(0));
        }
        NftablesMessage table = found.getFirst();
        return Optional.of(
                new NftablesTable(table.tableFlags(), table.tableUse(), chains, rules, elements, most < MOST));
    }

    /** Empty where there is no such map. */
    private Optional<List<NftablesElement>> elements(String table, String map) throws LinuxException {
        try {
            return Optional.of(gather(NftablesQuery.elements(table, map), NftablesMessage::elements));
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The messages that answer it; none where there is no such thing. */
    private List<NftablesMessage> there(NftablesQuery query, Predicate<NftablesMessage> wanted) throws LinuxException {
        try {
            return gather(query, message -> wanted.test(message) ? List.of(message) : List.of());
        } catch (LinuxException e) {
            if (e.errno() == Errno.ENOENT) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * Which bits of marks the rules of all tables use, but those of the table of the family inet of that name: one for each chain
     * that uses any, in the kernel's order.
     *
     * @throws LinuxException as {@link #table}
     */
    public synchronized List<NftablesMarks> marks(String exceptTable) throws LinuxException {
        Map<NftablesMarks, Integer> bits = new LinkedHashMap<>();
        for (NftablesMarks rule : gather(NftablesQuery.rules(), message -> marks(message, exceptTable))) {
            NftablesMarks chain = new NftablesMarks(rule.family(), rule.table(), rule.chain(), 0);
            bits.merge(chain, rule.bits(), (one, other) -> one | other);
        }
        return bits.entrySet().stream()
                .map(each -> each.getKey().with(each.getValue()))
                .toList();
    }

    private static List<NftablesMarks> marks(NftablesMessage rule, String exceptTable) {
        int family = rule.header().family();
        String table = rule.table().orElse("");
        boolean ours = family == NftablesQuery.INET && table.equals(exceptTable);
        int bits = ours ? 0 : rule.markBits();
        return bits == 0
                ? List.of()
                : List.of(new NftablesMarks(family, table, rule.chain().orElse(""), bits));
    }

    /** What the messages that answer it say, each thing once; of very many the first. */
    private <T> List<T> gather(NftablesQuery query, Function<NftablesMessage, List<T>> says) throws LinuxException {
        for (int attempt = 1; ; attempt++) {
            Set<T> all = new LinkedHashSet<>();
            Dump<Boolean> dump = new Dump<>(
                    transport,
                    PATIENCE,
                    query,
                    ++sequence,
                    Optional.empty(),
                    frame -> all.size() < MOST
                            && frame.message() instanceof NftablesMessage message
                            && all.addAll(says.apply(message)));
            switch (dump.run(encoder)) {
                case Dump.Ending.Whole _ -> {
                    return List.copyOf(all);
                }
                case Dump.Ending.Spoilt(LinuxException why) -> {
                    if (attempt == ATTEMPTS) {
                        throw why;
                    }
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        transport.close();
    }
}
