package dev.enid.core.adopt;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Reason;
import dev.enid.core.desire.Want;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a peer made and enid wants just so becomes enid's: a leased address would expire, and what is nobody's is never cleaned up. An
 * address and a route are replaced in place; a rule cannot be, so that a twin behind it answers for a moment.
 */
public final class Claims {

    private static final Reason WHY = new Reason("it does what enid wants, and is enid's from now on");

    private Claims() {}

    /** What is to be done, in order. */
    public static List<Change> of(Snapshot snapshot, Desired desired) {
        Ownership ownership = snapshot.host().ownership();
        Present present = new Present(Holds.without(snapshot).state());
        List<KernelStep> steps = new ArrayList<>();
        List<KernelStep> drops = new ArrayList<>();
        new Secondaries(desired)
                .wants()
                .map(Want::object)
                .forEach(wanted -> present.of(wanted)
                        .filter(there -> !ownership.owns(there))
                        .ifPresent(there -> {
                            if (there.key().equals(wanted.key())) {
                                steps(there, wanted).forEach(steps::add);
                            } else {
                                // An IPv4 address with another prefix length: the kernel keeps both apart.
                                steps.add(new KernelStep.Put(wanted));
                                drops.add(new KernelStep.Drop(there));
                            }
                        }));
        // With an address go those of its prefix that came later (IFA_F_SECONDARY): all are enid's own by then.
        steps.addAll(drops);
        return steps.stream().map(step -> new Change(step, WHY)).toList();
    }

    private static Stream<KernelStep> steps(KernelObject there, KernelObject wanted) {
        return switch (wanted) {
            case Address address -> Stream.of(new KernelStep.Replace(there, like(address, (Address) there)));
            case Route route
            when ((Route) there).type() == route.type() && !((Route) there).opaque() ->
                Stream.of(new KernelStep.Replace(there, route));
            case Rule rule ->
                Stream.of(
                        new KernelStep.Put(Holds.of(rule)),
                        new KernelStep.Drop(there),
                        new KernelStep.Put(rule),
                        new KernelStep.Drop(Holds.of(rule)));
            case Route _, Link _, Neighbor _, Sysctl _, MarkTable _ -> Stream.empty();
        };
    }

    /** The kernel changes lifetime and protocol of an address in place, and nothing else. */
    private static Address like(Address wanted, Address there) {
        int kept = Address.NOPREFIXROUTE | Address.NODAD;
        return new Address(
                there.link(),
                there.ip(),
                there.prefixLength(),
                there.peer(),
                Address.PERMANENT | (there.flags() & kept),
                there.scope(),
                wanted.protocol());
    }
}
