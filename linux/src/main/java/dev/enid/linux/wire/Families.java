package dev.enid.linux.wire;

import dev.enid.core.ip.Family;
import java.util.Optional;
import java.util.function.Supplier;

/** Address families in messages. */
final class Families {

    private Families() {}

    /** Empty for AF_UNSPEC, AF_BRIDGE, AF_MPLS, multicast routing and the like. */
    static Optional<Family> of(int number) {
        if (number == Family.V4.number()) {
            return Optional.of(Family.V4);
        }
        return number == Family.V6.number() ? Optional.of(Family.V6) : Optional.empty();
    }

    /** What is wrong when an address among the attributes is not of the message's family. */
    static Optional<String> mixed(Family family, Attributes attributes, int... types) {
        for (int type : types) {
            int bytes = attributes.length(type, family.bits() / 8);
            if (bytes != family.bits() / 8) {
                return Optional.of("attribute " + type + " has an address of " + bytes + " bytes in an "
                        + family.keyword() + " message");
            }
        }
        return Optional.empty();
    }

    /** Makes a message of what was read, where its constructor has nothing against it. */
    static <T extends Message> T decoded(Supplier<T> constructor) throws DecodeFault {
        try {
            return constructor.get();
        } catch (IllegalArgumentException e) {
            DecodeFault fault = new DecodeFault(String.valueOf(e.getMessage()));
            fault.initCause(e);
            throw fault;
        }
    }
}
