package dev.enid.core.adopt;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Reason;
import dev.enid.core.desire.Want;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What answers while a network manager lets go of what it has: for each address, route and rule a twin that the kernel tells apart from
 * it. A manager removes by its own memory, whoever has taken over an object meanwhile, and in an order that nobody is told; so nothing but
 * a twin holds.
 *
 * <p>An IPv4 address has its twin on the same link with another prefix length; the kernel's local route stays as long as one of them
 * does. IPv6 knows an address once on a link: the twin is on lo, and the host takes it in by any link. A route's has a metric that comes
 * after all others, a rule's a priority behind.
 */
public final class Holds {

    /** Their own rtnetlink protocol number, so that a pass does not take them for enid's, and who comes after a crash finds them. */
    public static final int PROTOCOL = 238;

    private static final Reason WHY =
            new Reason("it answers while the network manager lets go of the one that it has made");
    private static final Reason ENOUGH = new Reason("enid's own is there");

    /** Behind what anybody gives, and below 32 bits with an ENI's own number added. */
    private static final long LAST_METRIC = 0xfffe_0000L;
    /** Behind the ENI's own rules, at the same table. */
    private static final int BEHIND = 50;

    private Holds() {}

    /** Whether it is one. */
    public static boolean isHold(KernelObject object) {
        return switch (object) {
            case Address address -> address.protocol() == PROTOCOL;
            case Route route -> route.protocol() == PROTOCOL;
            case Rule rule -> rule.protocol() == PROTOCOL;
            case Link _, Neighbor _, Sysctl _, MarkTable _ -> false;
        };
    }

    /** The twins of all that is there of what is wanted for secondary ENIs, in an order in which they can be made. */
    public static List<Change> put(Snapshot snapshot, Desired desired) {
        Secondaries secondaries = new Secondaries(desired);
        KernelState state = without(snapshot.state());
        Present present = new Present(state);
        List<KernelObject> addresses = new ArrayList<>();
        List<KernelObject> routes = new ArrayList<>();
        List<KernelObject> rules = new ArrayList<>();
        for (Want want : secondaries.wants().toList()) {
            if (present.of(want.object()).isEmpty()) {
                continue;
            }
            switch (want.object()) {
                case Address address -> twin(address, state).ifPresent(addresses::add);
                case Route route ->
                    routes.add(twin(
                            route,
                            secondaries.on(route.link()).orElseThrow().eni().metricOffset()));
                case Rule rule -> rules.add(twin(rule));
                case Link _, Neighbor _, Sysctl _, MarkTable _ -> {}
            }
        }
        addresses.addAll(routes);
        addresses.addAll(rules);
        return addresses.stream()
                .map(each -> new Change(new KernelStep.Put(each), WHY))
                .toList();
    }

    private static Optional<Address> twin(Address address, KernelState state) {
        int flags = Address.PERMANENT | Address.NOPREFIXROUTE;
        if (address.ip().family() == Family.V6) {
            return state.links().stream()
                    .filter(Link::loopback)
                    .findFirst()
                    .map(lo -> Address.of(lo.index(), address.ip(), Family.V6.bits(), flags | Address.NODAD, PROTOCOL));
        }
        List<Integer> taken = new ArrayList<>(List.of(address.prefixLength()));
        Present.ofIp(state, address).forEach(each -> taken.add(each.prefixLength()));
        int length = Family.V4.bits();
        while (taken.contains(length)) {
            length--;
        }
        return Optional.of(Address.of(address.link(), address.ip(), length, flags, PROTOCOL));
    }

    private static Route twin(Route route, long offset) {
        List<NextHop> hops = route.hops().stream()
                .map(hop -> hop.gateway().isEmpty()
                        ? hop
                        : new NextHop(hop.link(), hop.gateway(), hop.weight(), hop.flags() | NextHop.ONLINK))
                .toList();
        return new Route(
                route.table(),
                route.destination(),
                route.type(),
                LAST_METRIC + offset,
                PROTOCOL,
                route.scope(),
                route.preferredSource(),
                hops,
                route.metrics(),
                false);
    }

    private static Rule twin(Rule rule) {
        return new Rule(
                rule.family(),
                rule.priority() + BEHIND,
                rule.selector(),
                rule.action(),
                rule.table(),
                rule.suppressPrefixLength(),
                PROTOCOL);
    }

    /** The twin of a rule, for who replaces a single one. */
    static Rule of(Rule rule) {
        return twin(rule);
    }

    /** What was seen, without them: by it a pass decides as if they were not there. */
    public static Snapshot without(Snapshot seen) {
        return switch (seen.kernel()) {
            case Reading.Fresh<KernelState>(KernelState state, java.time.Instant at) ->
                new Snapshot(seen.instance(), new Reading.Fresh<>(without(state), at), seen.host());
            case Reading.Stale<KernelState> _, Reading.Missing<KernelState> _ -> seen;
        };
    }

    private static KernelState without(KernelState state) {
        return new KernelState(
                state.links(),
                state.addresses().stream().filter(each -> !isHold(each)).toList(),
                state.routes().stream().filter(each -> !isHold(each)).toList(),
                state.rules().stream().filter(each -> !isHold(each)).toList(),
                state.neighbors(),
                state.sysctls(),
                state.marks());
    }

    /** All that are there go: rules before the routes they lead to, and routes before the addresses they name. */
    public static List<Change> release(KernelState state) {
        List<KernelObject> all = new ArrayList<>();
        all.addAll(state.rules());
        all.addAll(state.routes());
        all.addAll(state.addresses());
        return all.stream()
                .filter(Holds::isHold)
                .map(each -> new Change(new KernelStep.Drop(each), ENOUGH))
                .toList();
    }
}
