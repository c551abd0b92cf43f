package dev.enid.agent.imds;

import dev.enid.agent.imds.EniSeen.Described;
import dev.enid.core.ip.Mac;
import java.util.Collection;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whose turn it is to be read whole in a refresh, so that nothing is trusted forever, and whose delegated prefixes, where
 * reading all of them would take too many requests: those change far less often than addresses.
 */
final class Rotation {

    /** What a refresh takes at most, while the addresses alone do not take more. */
    static final int MOST_REQUESTS = 60;

    private static final int LISTINGS = 2;
    /** What reading an ENI whole takes beyond reading its changes: mac, id, number, card and both kinds of subnet. */
    private static final int FIXED = 6;

    /** The last one read whole; after the last ENI comes the instance itself, then the first ENI again. */
    private Optional<Mac> lastWhole = Optional.empty();

    private Optional<Mac> lastPrefixes = Optional.empty();
    private boolean odd;

    /**
     * What one refresh reads beyond the addresses.
     *
     * @param whole the ENI to read whole
     * @param identity whether to read the instance's own keys again
     * @param prefixes the ENIs whose delegated prefixes are to be read
     */
    record Turn(Optional<Mac> whole, boolean identity, Set<Mac> prefixes) {}

    Turn next(Collection<Described> known) {
        NavigableMap<Mac, Described> byMac = new TreeMap<>();
        int addresses = LISTINGS;
        int prefixes = 0;
        for (Described eni : known) {
            byMac.put(eni.mac(), eni);
            addresses += 1 + (eni.ipv4().isEmpty() ? 0 : 1) + (eni.ipv6().isEmpty() ? 0 : 1);
            prefixes += prefixKeys(eni);
        }
        int left = MOST_REQUESTS - addresses;
        if (prefixes + FIXED <= left) {
            return turn(byMac, byMac.keySet());
        }
        odd = !odd;
        return odd ? turn(byMac, some(byMac, left - FIXED)) : new Turn(Optional.empty(), false, some(byMac, left));
    }

    private static int prefixKeys(Described eni) {
        return (eni.ipv4Prefixes().isEmpty() ? 0 : 1) + (eni.ipv6Prefixes().isEmpty() ? 0 : 1);
    }

    private Turn turn(NavigableMap<Mac, Described> byMac, Set<Mac> prefixes) {
        lastWhole = after(byMac, lastWhole);
        return new Turn(lastWhole, lastWhole.isEmpty(), prefixes);
    }

    /** As many as fit, but one at least, from where the last refresh stopped. */
    private Set<Mac> some(NavigableMap<Mac, Described> byMac, int requests) {
        Set<Mac> some = new HashSet<>();
        int left = requests;
        for (int i = 0; i < byMac.size(); i++) {
            Mac mac = after(byMac, lastPrefixes).orElseGet(byMac::firstKey);
            int keys = Optional.ofNullable(byMac.get(mac))
                    .map(Rotation::prefixKeys)
                    .orElse(0);
            if (keys > left && !some.isEmpty()) {
                break;
            }
            left -= keys;
            lastPrefixes = Optional.of(mac);
            if (keys > 0) {
                some.add(mac);
            }
        }
        return some;
    }

    private static Optional<Mac> after(NavigableMap<Mac, Described> byMac, Optional<Mac> last) {
        return last.isEmpty()
                ? byMac.isEmpty() ? Optional.empty() : Optional.of(byMac.firstKey())
                : Optional.ofNullable(byMac.higherKey(last.get()));
    }
}
