package dev.enid.lab.imds;

import dev.enid.core.ip.Mac;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An instance and what is attached to it, as EC2 knows it at one moment.
 *
 * @param id {@code i-0a1b2c3d4e5f60718}
 * @param zone {@code eu-central-1a}
 * @param type {@code m6i.large}
 * @param role of IAM; absent where it has none
 * @param severalCards whether its type has more than one network card: only then is there a network-card key
 * @param primaryMac the MAC address of the ENI it was launched with
 * @param enis by network card and device index
 */
public record ImdsInstance(
        String id,
        String zone,
        String type,
        Optional<String> role,
        boolean severalCards,
        Mac primaryMac,
        List<ImdsEni> enis) {

    private static final Comparator<ImdsEni> PLACE =
            Comparator.comparingInt(ImdsEni::networkCard).thenComparingInt(ImdsEni::deviceIndex);

    public ImdsInstance {
        enis = enis.stream().sorted(PLACE).toList();
    }

    /** The same with these ENIs. */
    ImdsInstance with(List<ImdsEni> others) {
        return new ImdsInstance(id, zone, type, role, severalCards, primaryMac, others);
    }

    Optional<ImdsEni> primary() {
        return eni(primaryMac);
    }

    Optional<ImdsEni> eni(Mac mac) {
        return enis.stream().filter(eni -> eni.mac().equals(mac)).findFirst();
    }

    /** The zone without its last letter. */
    String region() {
        return zone.replaceFirst("[a-z]$", "");
    }
}
