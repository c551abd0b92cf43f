package dev.enid.agent.pass;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.inventory.Instance;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.reading.Reading;
import dev.enid.core.snapshot.HostFacts;
import dev.enid.core.snapshot.Marking;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import dev.enid.linux.posix.LinuxException;
import java.time.InstantSource;
import java.util.Set;

/** Puts a snapshot together: what IMDS said, what the kernel holds now, what the host's files tell. */
public final class Observer {

    private final Kernel kernel;
    private final Kernel.Scope scope;
    private final HostSigns signs;
    private final Ledger ledger;
    private final InstantSource clock;

    public Observer(Kernel kernel, Kernel.Scope scope, HostSigns signs, Ledger ledger, InstantSource clock) {
        this.kernel = kernel;
        this.scope = scope;
        this.signs = signs;
        this.ledger = ledger;
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
        Ownership ownership = new Ownership(Ownership.ENID, kernel.marksAddresses() ? Set.of() : ledger.entries());
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
                        dev.enid.core.file.HostEnvironment.UNKNOWN,
                        java.util.Map.of()));
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
