package dev.enid.agent.pass;

import dev.enid.agent.files.HostFiles;
import dev.enid.agent.rtnl.Kernel;
import dev.enid.agent.service.ManagerDesk;
import dev.enid.core.file.HostEnvironment;
import dev.enid.core.inventory.Instance;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.reading.Reading;
import dev.enid.core.render.Renderers;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Marking;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import dev.enid.linux.posix.LinuxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts a snapshot together: what IMDS said, what the kernel holds now, what the host's files tell. */
public final class Observer {

    private static final Duration SELDOM = Duration.ofSeconds(1);

    private final Kernel kernel;
    private final Kernel.Scope scope;
    private final HostSigns signs;
    private final Ledger ledger;
    private final HostFiles files;
    private final ManagerDesk desk;
    private final InstantSource clock;
    private HostEnvironment environment = HostEnvironment.UNKNOWN;
    private Instant environmentAt = Instant.MIN;

    /** What files of ours put, as last found out. */
    private Set<Address.Id> put = Set.of();

    private HostEnvironment putFor = HostEnvironment.UNKNOWN;
    private List<Link> putOn = List.of();

    Observer(
            Kernel kernel,
            Kernel.Scope scope,
            HostSigns signs,
            Ledger ledger,
            HostFiles files,
            ManagerDesk desk,
            InstantSource clock) {
        this.kernel = kernel;
        this.scope = scope;
        this.signs = signs;
        this.ledger = ledger;
        this.files = files;
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * Looks at the kernel and the host.
     *
     * @param instance what is known of IMDS
     * @param resting objects to be left alone for a while
     */
    public Snapshot observe(Reading<Instance> instance, Set<KernelObject.Key> resting) {
        Reading<KernelState> state = kernel();
        HostEnvironment host = environment();
        Ownership ownership =
                new Ownership(Ownership.ENID, unmarked(host, state.known().orElse(KernelState.EMPTY)));
        Marking marking = MarkSigns.of(kernel.nftables(), state.known().orElse(KernelState.EMPTY));
        return new Snapshot(
                instance,
                state,
                new HostFacts(
                        signs.podNetworks(),
                        ownership,
                        resting,
                        marking,
                        signs.bridgesPassNetfilter(),
                        host,
                        desk.asked()));
    }

    /** Addresses that are ours although the kernel does not know it. */
    private Set<Address.Id> unmarked(HostEnvironment host, KernelState state) {
        if (!host.equals(putFor) || !state.links().equals(putOn)) {
            put = Renderers.ALL.stream()
                    .flatMap(renderer -> renderer.put(host, state).stream())
                    .collect(Collectors.toUnmodifiableSet());
            putFor = host;
            putOn = state.links();
        }
        if (kernel.marksAddresses()) {
            return put;
        }
        Set<Address.Id> all = new HashSet<>(ledger.entries());
        all.addAll(put);
        return all;
    }

    /** Files change seldom: those of others are looked at once a second at most. */
    private HostEnvironment environment() {
        Instant now = clock.instant();
        if (environmentAt.plus(SELDOM).isBefore(now) || environmentAt.isAfter(now)) {
            HostEnvironment read = files.read();
            environment = read.equals(environment) ? environment : read;
            environmentAt = now;
        }
        return environment;
    }

    /** Files were changed: the next look reads them. */
    void lookAtFiles() {
        environmentAt = Instant.MIN;
    }

    /** Never stale: an old look at the kernel is no look. */
    private Reading<KernelState> kernel() {
        try {
            return new Reading.Fresh<>(kernel.observe(scope), clock.instant());
        } catch (LinuxException e) {
            return new Reading.Missing<>(Kernel.unreadable(e));
        }
    }
}
