package dev.enid.agent.rtnl;

import dev.enid.core.kernel.Address;
import dev.enid.linux.wire.AddressMessage;

/** Addresses to and from the wire. */
final class Addresses {

    /** What the kernel sets by itself, and refuses or ignores in a request. */
    private static final int STATE =
            Address.SECONDARY | Address.DADFAILED | Address.DEPRECATED | Address.TENTATIVE | Address.PERMANENT;

    private Addresses() {}

    static Address read(AddressMessage message) {
        return new Address(
                message.link(),
                message.ip(),
                message.prefixLength(),
                message.peer(),
                message.flags(),
                message.scope(),
                message.protocol());
    }

    static AddressMessage write(Address address) {
        AddressMessage message = AddressMessage.of(
                address.link(), address.ip(), address.prefixLength(), address.flags() & ~STATE, address.scope());
        if (address.peer().isPresent()) {
            message = message.withPeer(address.peer().get());
        }
        return address.protocol() == 0 ? message : message.withProtocol(address.protocol());
    }

    /** Whether one request turns the first into the second: the kernel changes neither flags nor lengths of what is there. */
    static boolean differOnlyInProtocol(Address old, Address wanted) {
        return Sameness.of(old, wanted);
    }
}
