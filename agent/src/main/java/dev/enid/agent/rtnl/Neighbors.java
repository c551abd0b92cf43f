package dev.enid.agent.rtnl;

import dev.enid.core.kernel.Neighbor;
import dev.enid.linux.wire.NeighborMessage;
import java.util.Optional;

/** Permanent and proxy neighbors to and from the wire. */
final class Neighbors {

    private Neighbors() {}

    /** Empty for what the kernel learnt by itself, and for addresses that are not Ethernet's. */
    static Optional<Neighbor> read(NeighborMessage message) {
        if (message.isProxy()) {
            return Optional.of(new Neighbor(message.link(), message.ip(), Optional.empty(), true, message.protocol()));
        }
        return message.isPermanent() && message.mac().isPresent()
                ? Optional.of(new Neighbor(message.link(), message.ip(), message.mac(), false, message.protocol()))
                : Optional.empty();
    }

    static NeighborMessage write(Neighbor neighbor) {
        NeighborMessage message = neighbor.mac()
                .map(mac -> NeighborMessage.permanent(neighbor.link(), neighbor.ip(), mac))
                .orElseGet(() -> NeighborMessage.proxy(neighbor.link(), neighbor.ip()));
        return neighbor.protocol() == 0 ? message : message.withProtocol(neighbor.protocol());
    }
}
