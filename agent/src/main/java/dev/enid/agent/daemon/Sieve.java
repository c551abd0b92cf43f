package dev.enid.agent.daemon;

import dev.enid.agent.rtnl.KernelObjects;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Route;
import dev.enid.linux.session.Event;
import java.util.Optional;

/** Turns events of the kernel into notices, and leaves out those that no pass could make anything of. */
final class Sieve {

    private Sieve() {}

    static Optional<Notice> notice(Event event) {
        return switch (event) {
            case Event.Changed changed ->
                KernelObjects.of(changed.thing())
                        .filter(Sieve::matters)
                        .map(object -> changed.removed() ? new Notice.Gone(object) : new Notice.There(object));
            case Event.Resync _ -> Optional.of(new Notice.Anything());
            case Event.Woken _, Event.Quiet _ -> Optional.empty();
        };
    }

    /** With each address the kernel makes several routes of its own in the local table; the address itself is told too. */
    private static boolean matters(KernelObject object) {
        return !(object instanceof Route route
                && route.table() == Route.LOCAL
                && route.protocol() == Route.PROTOCOL_KERNEL);
    }
}
