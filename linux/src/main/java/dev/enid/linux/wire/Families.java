package dev.enid.linux.wire;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.Optional;

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
            Optional<Ip> ip = attributes.ip(type);
            if (ip.isPresent() && ip.get().family() != family) {
                return Optional.of("attribute " + type + " has an "
                        + ip.get().family().keyword() + " address in an " + family.keyword() + " message");
            }
        }
        return Optional.empty();
    }

    static void fault(Optional<String> problem) throws DecodeFault {
        if (problem.isPresent()) {
            throw new DecodeFault(problem.get());
        }
    }
}
