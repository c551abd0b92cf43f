package dev.enid.agent.rtnl;

import dev.enid.agent.nftables.Nftables;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.LinkNames;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.Outcome;
import dev.enid.core.reading.Fault;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Namespace;
import dev.enid.linux.wire.Encoder;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.RouteHop;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RouteQuery;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The network tables of one namespace: read as a whole, changed step by step. For one thread at a time. */
public final class Kernel implements AutoCloseable {

    /** A host whose links never stand still is described as well as may be. */
    private static final int LOOKS = 3;

    /** How ip_route_output_key and ip_route_input answer for a packet that goes nowhere. */
    private static final Map<Errno, String> NOWHERE = Map.of(
            Errno.ENETUNREACH, "no route (ENETUNREACH)",
            Errno.EHOSTUNREACH, "unreachable (EHOSTUNREACH)",
            Errno.EACCES, "prohibited (EACCES)",
            Errno.EINVAL, "a blackhole, or a packet that cannot be (EINVAL)",
            Errno.EXDEV, "refused by the reverse path filter (EXDEV)");

    /**
     * How much of it is read.
     *
     * @param neighbors permanent and proxy neighbors too
     * @param sysctlsOf the links whose sysctls are told: on a host with thousands of containers they are most of the state
     * @param shared which sysctls of {@code all} links, each of which lies in a file of its own
     * @param marks enid's table of nftables
     */
    public record Scope(boolean neighbors, Predicate<Link> sysctlsOf, Set<Sysctl.Name> shared, boolean marks) {

        /** What the policy for a host asks about. */
        public static final Scope HOST = new Scope(
                false,
                link -> !link.loopback() && link.master() == 0,
                EnumSet.of(Sysctl.Name.RP_FILTER, Sysctl.Name.SRC_VALID_MARK),
                true);

        /** Everything. */
        public static final Scope ALL = new Scope(true, link -> true, EnumSet.allOf(Sysctl.Name.class), true);

        /** Without marks. */
        public Scope(boolean neighbors, Predicate<Link> sysctlsOf, Set<Sysctl.Name> shared) {
            this(neighbors, sysctlsOf, shared, false);
        }
    }

    /** Where the kernel sends a packet. */
    public sealed interface Way {

        /**
         * It leaves by a link.
         *
         * @param type {@link Route.Type#LOCAL} for a packet to this host
         * @param table the table whose route matched
         * @param preferredSource the source that the packet gets if it has none yet
         */
        record By(Route.Type type, int link, Optional<Ip> gateway, Optional<Ip> preferredSource, int table)
                implements Way {}

        /** It goes nowhere: no route, or one that says so. */
        record Nowhere(String why) implements Way {}
    }

    private final Rtnetlink rtnetlink;
    private final LargeTables tables;
    private final Nftables nftables;
    private final Patience patience;
    /** As last seen: faults name links as people know them. */
    private LinkNames names = index -> "if" + index;

    private boolean marksAddresses;

    Kernel(Rtnetlink rtnetlink, Nftables nftables, Patience patience) {
        this.rtnetlink = rtnetlink;
        this.nftables = nftables;
        this.tables = new LargeTables(rtnetlink);
        this.patience = patience;
    }

    /**
     * That of the calling thread's network namespace; threads that use it later have to be in it too.
     *
     * @throws LinuxException when there is no rtnetlink socket to be had
     */
    public static Kernel open() throws LinuxException {
        return new Kernel(Rtnetlink.here(), Nftables.here(), Patience.REAL);
    }

    /** That of another namespace, for threads of any; the namespace is to stay open for as long. */
    public static Kernel open(Namespace namespace) throws LinuxException {
        return new Kernel(Rtnetlink.in(namespace), Nftables.in(namespace), Patience.REAL);
    }

    /** Reads everything: {@link #observe(Scope)} with {@link Scope#ALL}. */
    public KernelState observe() throws LinuxException {
        return observe(Scope.ALL);
    }

    /**
     * Reads the tables. Each is whole; links that come or go while the others are read make it all be read again, a few times.
     *
     * @throws LinuxException when a table could not be read
     */
    public KernelState observe(Scope scope) throws LinuxException {
        Present present = new Present(rtnetlink, tables);
        List<LinkMessage> before = present.linkMessages();
        for (int look = 1; ; look++) {
            List<Address> addresses = both(tables::addresses);
            List<Route> routes = both(tables::routes);
            List<Rule> rules = both(tables::rules);
            List<Neighbor> neighbors = scope.neighbors ? neighbors(present) : List.of();
            List<LinkMessage> after = present.linkMessages();
            if (sameLinks(before, after) || look == LOOKS) {
                List<Link> links = after.stream().map(Links::read).toList();
                KernelState state = new KernelState(
                        links,
                        addresses,
                        routes,
                        rules,
                        neighbors,
                        sysctls(scope, links, after),
                        scope.marks ? nftables.read() : Optional.empty());
                marksAddresses |= addresses.stream().anyMatch(address -> address.protocol() != 0);
                names = new KernelState(links, List.of(), List.of(), List.of(), List.of(), List.of());
                return state;
            }
            before = after;
        }
    }

    /** One family's share of a table. */
    private interface Table<T> {
        List<T> read(Family family) throws LinuxException;
    }

    private static <T> List<T> both(Table<T> table) throws LinuxException {
        List<T> all = new ArrayList<>();
        for (Family family : Family.values()) {
            all.addAll(table.read(family));
        }
        return all;
    }

    private static List<Neighbor> neighbors(Present present) throws LinuxException {
        List<Neighbor> all = both(family -> present.neighbors(family, false));
        all.addAll(both(family -> present.neighbors(family, true)));
        return all;
    }

    private static boolean sameLinks(List<LinkMessage> before, List<LinkMessage> after) {
        return before.stream()
                .map(Links::read)
                .toList()
                .equals(after.stream().map(Links::read).toList());
    }

    private List<Sysctl> sysctls(Scope scope, List<Link> links, List<LinkMessage> messages) throws LinuxException {
        List<Sysctl> all = new ArrayList<>();
        for (Sysctl.Name name : scope.shared) {
            rtnetlink.readSysctl("all", name).ifPresent(value -> all.add(new Sysctl(0, name, value)));
        }
        for (int i = 0; i < links.size(); i++) {
            if (scope.sysctlsOf.test(links.get(i))) {
                all.addAll(Links.sysctls(messages.get(i)));
            }
        }
        return all;
    }

    /**
     * Carries changes out in their order, each whatever became of those before it, in as few sends as sysctls between them
     * allow. What is busy is tried again for a moment; what is there already, or gone already, is well.
     *
     * @return one outcome for each change, in order; never throws
     */
    public List<Outcome> apply(List<Change> changes) {
        return new Application(rtnetlink, tables, nftables, patience, names, changes).run();
    }

    /** Does all that {@link #apply} does for puts and replacements but sending: code that has run before runs faster. */
    public void rehearse(List<Change> changes) {
        Encoder encoder = new Encoder();
        for (Change change : changes) {
            if (!Application.isApart(change)) {
                Deed.of(change.step()).parts().forEach(part -> part.request().encode(encoder, 1, true));
            }
        }
    }

    /**
     * Whether this kernel is known to keep who made an address (IFA_PROTO, Linux 5.18): some address that {@link #observe}
     * saw had it. False before there was any such address.
     */
    public boolean marksAddresses() {
        return marksAddresses;
    }

    /** What there is to know of nftables beside enid's table. */
    public Nftables nftables() {
        return nftables;
    }

    /** The names of links as {@link #observe} last saw them. */
    public LinkNames names() {
        return names;
    }

    /**
     * Asks the kernel where it would send a packet.
     *
     * @throws LinuxException when the question itself was refused (EPERM, EBUSY and the like)
     */
    public Way routeGet(RouteQuery query) throws LinuxException {
        try {
            RouteMessage answer = rtnetlink.lookUp(query);
            Optional<Route> route = Routes.read(answer);
            Route.Type type = route.map(Route::type).orElse(Route.Type.UNICAST);
            return new Way.By(
                    type,
                    answer.hops().isEmpty() ? 0 : answer.hops().getFirst().link(),
                    answer.hops().stream().findFirst().flatMap(RouteHop::gateway),
                    answer.preferredSource(),
                    answer.table());
        } catch (LinuxException e) {
            String why = NOWHERE.get(e.errno());
            if (why == null) {
                throw e;
            }
            return new Way.Nowhere(why);
        }
    }

    /** Turns a failed {@link #observe} into a value. */
    public static Fault unreadable(LinuxException why) {
        return Refusals.reading("the kernel's network tables", why);
    }

    @Override
    public void close() {
        nftables.close();
        rtnetlink.close();
    }
}
