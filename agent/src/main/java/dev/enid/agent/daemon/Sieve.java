package dev.enid.agent.daemon;

import dev.enid.agent.rtnl.KernelObjects;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.linux.session.Event;
import java.util.List;

/** Turns events of the kernel into notices, and leaves out those that no pass could make anything of. */
final class Sieve {

    private Sieve() {}

    static List<Notice> notices(Event event) {
        return switch (event) {
            case Event.Changed changed ->
                KernelObjects.of(changed.thing()).stream()
                        .filter(object -> matters(object, changed.removed()))
                        .<Notice>map(object -> changed.removed() ? new Notice.Gone(object) : new Notice.There(object))
                        .toList();
            case Event.TableChanged _ -> List.of(new Notice.Marks());
            case Event.Resync _ -> List.of(new Notice.Anything());
            case Event.Woken _, Event.Quiet _ -> List.of();
        };
    }

    /**
     * With each address the kernel makes several routes of its own in the local table; the address itself is told too. Sysctls go
     * with their link.
     */
    private static boolean matters(KernelObject object, boolean removed) {
        return switch (object) {
            case Route route -> route.table() != Route.LOCAL || route.protocol() != Route.PROTOCOL_KERNEL;
            case Sysctl _ -> !removed;
            case Link _, Address _, Neighbor _, Rule _, MarkTable _ -> true;
        };
    }
}
