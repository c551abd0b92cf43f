package dev.enid.core.snapshot;

import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import java.util.Set;

/**
 * Which objects in the kernel are ours to change: those that carry our protocol number. Kernels before 5.18 keep none with
 * an address, so a ledger names those that we put.
 *
 * @param protocol rtm_protocol, FRA_PROTOCOL, IFA_PROTO and NDA_PROTOCOL of what we make
 * @param ledger addresses that we put and that the kernel could not mark
 */
public record Ownership(int protocol, Set<Address.Id> ledger) {

    /** enid's rtnetlink protocol number, in none of the lists of iproute2, FRR, BIRD, Calico or keepalived. */
    public static final int ENID = 236;
    /** The lab's, for what it puts into its fabric. */
    public static final int LAB = 237;

    public static final Ownership OF_ENID = new Ownership(ENID, Set.of());

    public Ownership {
        ledger = Set.copyOf(ledger);
    }

    /** Links and sysctls are settings of something that is there anyway: nobody's, and never dropped. */
    public boolean owns(KernelObject object) {
        return switch (object) {
            case Link _, Sysctl _ -> false;
            case Address address -> owns(address);
            case Neighbor neighbor -> neighbor.protocol() == protocol;
            case Route route -> owns(route);
            case Rule rule -> owns(rule);
            case MarkTable _ -> protocol == ENID;
        };
    }

    /** The same, where the kind is known: a pass asks some ten thousand times. */
    public boolean owns(Address address) {
        return address.protocol() == protocol || (!ledger.isEmpty() && ledger.contains(address.key()));
    }

    /** See {@link #owns(Address)}. */
    public boolean owns(Route route) {
        return route.protocol() == protocol;
    }

    /** See {@link #owns(Address)}. */
    public boolean owns(Rule rule) {
        return rule.protocol() == protocol;
    }
}
