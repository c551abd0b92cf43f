package dev.enid.agent.rtnl;

import dev.enid.core.kernel.KernelObject;
import dev.enid.linux.wire.AddressMessage;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Message;
import dev.enid.linux.wire.NeighborMessage;
import dev.enid.linux.wire.RouteMessage;
import dev.enid.linux.wire.RuleMessage;
import java.util.Optional;

/** What a message of the kernel is about, for those who listen to events. */
public final class KernelObjects {

    private KernelObjects() {}

    /** The object, empty for what {@link Kernel#observe} leaves out too: learnt neighbors, exceptions beside routes. */
    public static Optional<? extends KernelObject> of(Message.Thing thing) {
        return switch (thing) {
            case LinkMessage link -> Optional.of(Links.read(link));
            case AddressMessage address -> Optional.of(Addresses.read(address));
            case RouteMessage route -> route.isCloned() ? Optional.empty() : Routes.read(route);
            case RuleMessage rule -> Optional.of(Rules.read(rule));
            case NeighborMessage neighbor -> Neighbors.read(neighbor);
        };
    }
}
