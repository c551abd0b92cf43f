package dev.enid.agent.imds;

import dev.enid.core.inventory.EniId;
import dev.enid.core.inventory.PendingEni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What one reading saw of one ENI. Whether it fits what was seen of the others is {@link Consistency}'s question. */
sealed interface EniSeen {

    Mac mac();

    /**
     * Every key that has to be there is, and each is well formed.
     *
     * @param ipv4Prefixes delegated, as are {@code ipv6Prefixes}
     */
    record Described(
            Mac mac,
            Fixed fixed,
            Listed<Ip> ipv4,
            Listed<Ip> ipv6,
            Listed<Cidr> ipv4Prefixes,
            Listed<Cidr> ipv6Prefixes)
            implements EniSeen {

        boolean isBare() {
            return ipv4.isEmpty() && ipv6.isEmpty();
        }
    }

    /**
     * Something that has to be there is not.
     *
     * @param networkCard whether it has that key; empty where not even its directory was there
     */
    record NotYet(Mac mac, Fault fault, Optional<Boolean> networkCard) implements EniSeen {

        PendingEni toPending() {
            return new PendingEni(mac, fault);
        }
    }

    /**
     * What an ENI keeps while it is attached, except that its subnet may gain or lose a CIDR block.
     *
     * @param networkCard empty on instance types with one card, which do not have the key
     */
    record Fixed(EniId id, int deviceNumber, OptionalInt networkCard, Optional<Cidr> subnetV4, List<Cidr> subnetsV6) {}
}
