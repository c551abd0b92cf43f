package dev.enid.core.inventory;

import dev.enid.core.ip.Mac;
import dev.enid.core.ip.Quoted;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * This instance and its ENIs: one consistent reading of IMDS.
 *
 * @param id {@code i-0a1b2c3d4e5f60718}
 * @param zone the availability zone, {@code eu-central-1a}
 * @param enis by network card and device index, so the primary is first
 * @param pending by MAC address
 */
public record Instance(String id, String zone, List<Eni> enis, List<PendingEni> pending) {

    private static final Pattern ID = Pattern.compile("i-(?:[0-9a-f]{8}|[0-9a-f]{17})");
    private static final Pattern ZONE = Pattern.compile("[a-z0-9-]{1,64}");

    public Instance {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an instance id such as i-0a1b2c3d4e5f60718: " + Quoted.of(id));
        }
        if (!ZONE.matcher(zone).matches()) {
            throw new IllegalArgumentException("not an availability zone such as eu-central-1a: " + Quoted.of(zone));
        }
        enis = enis.stream().sorted(Comparator.comparingInt(Eni::table)).toList();
        pending = pending.stream().sorted(Comparator.comparing(PendingEni::mac)).toList();
        Set<Object> seen = new HashSet<>();
        for (Eni eni : enis) {
            if (!seen.add(eni.table()) || !seen.add(eni.mac()) || !seen.add(eni.id())) {
                throw new IllegalArgumentException(
                        "two ENIs share an id, a MAC address or a device index: " + eni.id());
            }
        }
    }

    public Optional<Eni> primary() {
        return enis.stream().filter(Eni::primary).findFirst();
    }

    public Optional<Eni> eni(Mac mac) {
        return enis.stream().filter(eni -> eni.mac().equals(mac)).findFirst();
    }

    public boolean isPending(Mac mac) {
        return pending.stream().anyMatch(eni -> eni.mac().equals(mac));
    }
}
