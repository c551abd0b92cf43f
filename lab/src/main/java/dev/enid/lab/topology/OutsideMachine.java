package dev.enid.lab.topology;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.List;

/**
 * A machine outside of the VPC.
 *
 * @param name its name in the topology, and that of its port in the fabric
 * @param addresses documentation addresses (RFC 5737, RFC 3849), at most one of each family
 * @param way how it reaches the VPC
 */
public record OutsideMachine(String name, List<Ip> addresses, Way way) {

    public OutsideMachine {
        addresses = List.copyOf(addresses);
    }

    /** Its own address of that family. */
    public java.util.Optional<Ip> address(Family family) {
        return addresses.stream().filter(ip -> ip.family() == family).findFirst();
    }
}
