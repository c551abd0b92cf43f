package dev.enid.agent.imds;

import dev.enid.agent.imds.EniSeen.Described;
import dev.enid.agent.imds.EniSeen.NotYet;
import dev.enid.core.inventory.Instance;
import dev.enid.core.ip.Mac;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the last good readings left behind; a reading that fails leaves no trace in it. */
final class ImdsMemory {

    private Optional<Identity> identity = Optional.empty();
    private Optional<Boolean> primaryHadCard = Optional.empty();
    /** By MAC address; an ENI that is pending now, as it was before. */
    private Map<Mac, Described> enis = Map.of();

    private Set<Mac> pending = Set.of();
    /** What the last reading saw, and what was made of it. */
    private List<EniSeen> seen = List.of();

    private Optional<Instance> instance = Optional.empty();

    /** What was made of the same before. */
    Optional<Instance> instance(Identity now, Collection<EniSeen> again) {
        return instance.filter(_ -> identity.equals(Optional.of(now)) && seen.equals(List.copyOf(again)));
    }

    void remember(Identity now, Instance made, Collection<EniSeen> all) {
        Map<Mac, Described> next = new LinkedHashMap<>();
        Set<Mac> doubtful = new HashSet<>();
        for (EniSeen one : all) {
            Mac mac = one.mac();
            boolean doubted = made.isPending(mac);
            Optional<Boolean> card;
            switch (one) {
                case Described described -> {
                    card = Optional.of(described.fixed().networkCard().isPresent());
                    if (!doubted) {
                        next.put(mac, described);
                    }
                }
                case NotYet notYet -> card = notYet.networkCard();
            }
            if (doubted) {
                doubtful.add(mac);
                last(mac).ifPresent(then -> next.put(mac, then));
            }
            if (mac.equals(now.mac())) {
                primaryHadCard = card.or(() -> primaryHadCard);
            }
        }
        identity = Optional.of(now);
        enis = next;
        pending = doubtful;
        seen = List.copyOf(all);
        instance = Optional.of(made);
    }

    Optional<Identity> identity() {
        return identity;
    }

    Optional<Boolean> primaryHadCard() {
        return primaryHadCard;
    }

    Collection<Described> enis() {
        return enis.values();
    }

    /** The ENI as it was when last described, however long ago, if it has been listed ever since. */
    Optional<Described> last(Mac mac) {
        return Optional.ofNullable(enis.get(mac));
    }

    /** The ENI as the last reading had it, known well enough for its changes to be all that is read. */
    Optional<Described> trusted(Mac mac) {
        return pending.contains(mac) ? Optional.empty() : last(mac);
    }

    /** Whether that is the instance as last read here: then its ENIs are known. */
    boolean knows(Instance instance) {
        return identity.isPresent()
                && instance.enis().stream().allMatch(eni -> trusted(eni.mac()).isPresent());
    }
}
