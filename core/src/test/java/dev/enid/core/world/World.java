package dev.enid.core.world;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.EniSelector;
import dev.enid.core.desire.Settings;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.inventory.PendingEni;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Reading;
import dev.enid.core.simulate.Simulation;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A host with its ENIs, as random as the ones people have.
 *
 * @param primary who configured the primary ENI
 * @param history how much of an earlier pass of enid is there
 * @param marks whether the kernel keeps IFA_PROTO; before 5.18 a ledger has to do
 */
record World(
        List<EniSetup> enis,
        PrimaryBy primary,
        List<Stranger> strangers,
        History history,
        List<Mishap> mishaps,
        ImdsReading reading,
        Pods pods,
        Choice choice,
        boolean marks) {

    static final Fault OUTAGE = new Fault(Fault.Kind.UNREACHABLE, "reading mac", "no answer within 1 s");

    /** Who configured the primary ENI, and so with which metric. */
    enum PrimaryBy {
        DHCLIENT(0),
        NETWORK_MANAGER(100),
        NET_UTILS(512),
        NETWORKD(1024),
        /** It has its addresses, and nobody gave it a default route. */
        BY_HAND(-1),
        /** DHCP is not through yet. */
        NOBODY(-1);

        final int metric;

        PrimaryBy(int metric) {
            this.metric = metric;
        }
    }

    /** What enid has done here before. */
    enum History {
        NONE,
        /** Set everything up, when each ENI had one address more and there was one ENI more. */
        CONVERGED,
        /** Died after a third of it. */
        CRASHED
    }

    enum ImdsReading {
        FRESH,
        STALE,
        MISSING
    }

    /** Signs of a container network that owns ENI addresses. */
    enum Pods {
        NONE,
        FILE,
        RULE
    }

    /** What a person decided. */
    enum Choice {
        DEFAULT,
        NO_MAIN_ROUTES,
        LOCAL_PREFIXES,
        IGNORE_BY_INTERFACE,
        IGNORE_BY_ID,
        IGNORE_THE_PRIMARY,
        HELD,
        SMALL_MTU
    }

    EniSetup primaryEni() {
        return enis.getFirst();
    }

    Settings settings() {
        Settings usual = Settings.DEFAULT;
        return switch (choice) {
            case DEFAULT -> usual;
            case NO_MAIN_ROUTES -> new Settings(usual.ignored(), usual.held(), false, false, usual.mtu());
            case LOCAL_PREFIXES -> new Settings(usual.ignored(), usual.held(), true, true, usual.mtu());
            case IGNORE_BY_INTERFACE -> ignoring("eth1");
            case IGNORE_THE_PRIMARY -> ignoring("eth0");
            case IGNORE_BY_ID -> ignoring("eni-00000001");
            case HELD -> new Settings(List.of(), new TreeSet<>(Set.of(EniSetup.mac(1))), true, false, usual.mtu());
            case SMALL_MTU -> new Settings(List.of(), usual.held(), true, false, 1500);
        };
    }

    private static Settings ignoring(String name) {
        return new Settings(List.of(EniSelector.parse(name)), Settings.DEFAULT.held(), true, false, 9001);
    }

    Instance instance() {
        List<Eni> listed = enis.stream()
                .filter(each -> each.known() == EniSetup.Known.LISTED)
                .map(EniSetup::eni)
                .toList();
        List<PendingEni> pending = enis.stream()
                .filter(each -> each.known() == EniSetup.Known.PENDING)
                .map(each -> new PendingEni(
                        EniSetup.mac(each.number()),
                        new Fault(Fault.Kind.NOT_YET, "reading device-number", "it says 0")))
                .toList();
        return new Instance("i-00000001", "eu-central-1a", listed, pending);
    }

    /** What IMDS said before: one address more on each ENI, and every ENI that is now pending or gone. */
    private Instance earlier() {
        List<Eni> all =
                enis.stream().map(each -> each.eni(2 + each.secondaries())).toList();
        return new Instance("i-00000001", "eu-central-1a", all, List.of());
    }

    private List<String> primaryScript() {
        EniSetup eni = primaryEni();
        List<String> lines = new ArrayList<>();
        lines.add("link add eth0 index 2 address " + EniSetup.mac(0));
        lines.add("link set eth0 up");
        if (primary == PrimaryBy.NOBODY) {
            return lines;
        }
        String flags = primary == PrimaryBy.NETWORK_MANAGER ? " noprefixroute" : "";
        if (eni.hasV4()) {
            lines.add("address add " + eni.v4(0) + "/24 dev eth0" + flags);
            if (primary == PrimaryBy.NETWORK_MANAGER) {
                lines.add("route add " + eni.subnetV4() + " dev eth0 proto 2 metric 100 src " + eni.v4(0));
            }
        }
        if (eni.hasV6()) {
            lines.add("address add " + eni.v6(0) + "/" + (primary == PrimaryBy.DHCLIENT ? 64 : 128) + " dev eth0"
                    + flags);
        }
        if (primary.metric >= 0) {
            String metric = primary.metric == 0 ? "" : " metric " + primary.metric;
            if (eni.hasV4()) {
                lines.add("route add default via " + eni.subnetV4().ip().plus(1) + " dev eth0 proto 16" + " src "
                        + eni.v4(0) + metric);
            }
            if (eni.hasV6()) {
                lines.add("route add default via fe80::1 dev eth0 proto 9" + metric);
            }
        }
        return lines;
    }

    /** The host's state, before the pass that is tried. */
    KernelState state() {
        IpScript script = IpScript.born().run(primaryScript().toArray(String[]::new));
        for (EniSetup eni : enis.subList(1, enis.size())) {
            script.tryAll(eni.script());
        }
        for (Stranger stranger : strangers) {
            script.tryAll(stranger.script());
        }
        if (pods == Pods.RULE) {
            script.run("rule add from all to 10.0.1.12 lookup 254 pref 512");
        }
        KernelState state = withHistory(script.state());
        for (Mishap mishap : mishaps) {
            state = mishap.befall(state);
        }
        return state;
    }

    private KernelState withHistory(KernelState state) {
        if (history == History.NONE) {
            return state;
        }
        Snapshot before = new Snapshot(
                new Reading.Fresh<>(earlier(), Instant.EPOCH),
                new Reading.Fresh<>(state, Instant.EPOCH),
                new HostFacts(List.of(), Ownership.OF_ENID, Set.of()));
        Desired desired = Brain.ENID.desire(before, Settings.DEFAULT);
        List<KernelStep> steps = Brain.ENID.plan(before, desired).changes().stream()
                .map(Change::step)
                .toList();
        int done = history == History.CRASHED ? steps.size() / 3 : steps.size();
        return Simulation.run(state, steps.subList(0, done)).state();
    }

    Snapshot snapshot() {
        return snapshot(state());
    }

    /** The same host as a pass sees it with another state of the kernel. */
    Snapshot snapshot(KernelState state) {
        Reading<Instance> instance = switch (reading) {
            case FRESH -> new Reading.Fresh<>(instance(), Instant.EPOCH);
            case STALE -> new Reading.Stale<>(instance(), Instant.EPOCH, OUTAGE);
            case MISSING -> new Reading.Missing<>(OUTAGE);
        };
        List<String> files = pods == Pods.FILE ? List.of("/etc/cni/net.d/10-aws.conflist") : List.of();
        Set<Address.Id> ledger = marks
                ? Set.of()
                : state.addresses().stream()
                        .filter(Ownership.OF_ENID::owns)
                        .map(Address::key)
                        .collect(Collectors.toSet());
        KernelState seen = marks ? state : unmarked(state);
        return new Snapshot(
                instance,
                new Reading.Fresh<>(seen, Instant.EPOCH),
                new HostFacts(files, new Ownership(Ownership.ENID, ledger), Set.of()));
    }

    private static KernelState unmarked(KernelState state) {
        return new KernelState(
                state.links(),
                state.addresses().stream()
                        .map(each -> new Address(
                                each.link(),
                                each.ip(),
                                each.prefixLength(),
                                each.peer(),
                                each.flags(),
                                each.scope(),
                                0))
                        .toList(),
                state.routes(),
                state.rules(),
                state.neighbors(),
                state.sysctls(),
                state.marks());
    }
}
