package dev.enid.agent.imds;

import dev.enid.agent.imds.EniSeen.Described;
import dev.enid.agent.imds.EniSeen.Fixed;
import dev.enid.agent.imds.EniSeen.NotYet;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.inventory.PendingEni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one {@link Instance} of what was seen of its ENIs: an ENI that does not fit yet is pending, alone; what contradicts
 * itself fails the whole reading. A function of its arguments.
 *
 * <ul>
 *   <li>device-number 0 on card 0 is the primary's alone: it is what IMDS says of every other ENI until the number has
 *       propagated (amazon-ec2-net-utils issue 90). On another card 0 is a real index (issue 104), and a card that has
 *       propagated shows that the attachment has.
 *   <li>network-card is there for every ENI or, where the primary has none, for none (153, 157).
 * </ul>
 */
final class Consistency {

    private final Identity identity;
    private final boolean cards;
    private final List<Eni> enis = new ArrayList<>();
    private final List<PendingEni> pending = new ArrayList<>();

    private Consistency(Identity identity, boolean cards) {
        this.identity = identity;
        this.cards = cards;
    }

    /**
     * The instance.
     *
     * @param primaryHadCard whether the primary had the key network-card when last seen, should it not be seen now
     */
    static Instance of(Identity identity, Collection<? extends EniSeen> seen, Optional<Boolean> primaryHadCard)
            throws ImdsFailure {
        Optional<Boolean> cards = primaryHadCard;
        boolean listed = false;
        for (EniSeen one : seen) {
            if (one.mac().equals(identity.mac())) {
                listed = true;
                cards = switch (one) {
                    case Described primary ->
                        Optional.of(primary.fixed().networkCard().isPresent());
                    case NotYet primary -> primary.networkCard().or(() -> primaryHadCard);
                };
            }
        }
        if (!listed || cards.isEmpty()) {
            throw new ImdsFailure(
                    Kind.NOT_YET,
                    "reading the ENIs of this instance",
                    "the primary one, " + identity.mac() + ", is not "
                            + (listed ? "described" : "among those that IMDS lists") + "; enid reads again");
        }
        Consistency consistency = new Consistency(identity, cards.get());
        for (EniSeen one : seen) {
            switch (one) {
                case Described described -> consistency.add(described);
                case NotYet notYet -> consistency.pending.add(notYet.toPending());
            }
        }
        return consistency.instance();
    }

    private void add(Described one) throws ImdsFailure {
        Fixed fixed = one.fixed();
        boolean primary = one.mac().equals(identity.mac());
        int card = fixed.networkCard().orElse(0);
        if (primary && (fixed.deviceNumber() != 0 || card != 0)) {
            throw ImdsFailure.contradiction(
                    "reading device-number of " + one.mac(),
                    "IMDS calls it the primary (its top-level mac), which has device index 0 on card 0, not "
                            + fixed.deviceNumber() + " on " + card);
        }
        checkPlaces(one);
        if (fixed.networkCard().isPresent() != cards) {
            pend(one, EniKeys.NETWORK_CARD, cards ? "there is none, but the primary has one" : "the primary has none");
        } else if (!primary && fixed.deviceNumber() == 0 && card == 0) {
            pend(one, EniKeys.DEVICE_NUMBER, "it is 0, which only the primary's is");
        } else {
            List<Cidr> prefixes = new ArrayList<>(one.ipv4Prefixes().values());
            prefixes.addAll(one.ipv6Prefixes().values());
            enis.add(new Eni(
                    fixed.id(),
                    one.mac(),
                    primary,
                    card,
                    fixed.deviceNumber(),
                    fixed.subnetV4(),
                    fixed.subnetsV6(),
                    one.ipv4().values(),
                    one.ipv6().values(),
                    prefixes));
        }
    }

    private void pend(Described one, String key, String what) {
        pending.add(new PendingEni(
                one.mac(),
                new Fault(Kind.NOT_YET, "reading " + key + " of " + one.mac(), what + "; enid reads it again")));
    }

    private static void checkPlaces(Described one) throws ImdsFailure {
        Fixed fixed = one.fixed();
        List<Cidr> subnetsV4 = fixed.subnetV4().map(List::of).orElse(List.of());
        for (Ip ip : one.ipv4().values()) {
            checkPlace(one.mac(), EniKeys.LOCAL_IPV4S, ip.toCidr(), subnetsV4);
        }
        for (Ip ip : one.ipv6().values()) {
            checkPlace(one.mac(), EniKeys.IPV6S, ip.toCidr(), fixed.subnetsV6());
        }
        for (Cidr prefix : one.ipv4Prefixes().values()) {
            checkPlace(one.mac(), EniKeys.IPV4_PREFIX, prefix, subnetsV4);
        }
        for (Cidr prefix : one.ipv6Prefixes().values()) {
            checkPlace(one.mac(), EniKeys.IPV6_PREFIX, prefix, fixed.subnetsV6());
        }
    }

    private static void checkPlace(Mac mac, String key, Cidr place, List<Cidr> subnets) throws ImdsFailure {
        for (Cidr subnet : subnets) {
            if (subnet.contains(place)) {
                return;
            }
        }
        throw ImdsFailure.contradiction(
                "reading " + key + " of " + mac, place.toIproute2() + " is not in the ENI's subnet, " + subnets);
    }

    private Instance instance() throws ImdsFailure {
        Map<Object, Mac> owners = new HashMap<>();
        for (Eni eni : enis) {
            own(owners, eni.id(), eni.mac(), EniKeys.INTERFACE_ID, eni.id().text());
            own(
                    owners,
                    eni.table(),
                    eni.mac(),
                    EniKeys.DEVICE_NUMBER,
                    "device index " + eni.deviceIndex() + " on card " + eni.networkCard());
            for (Cidr prefix : eni.prefixes()) {
                own(owners, prefix, eni.mac(), EniKeys.prefixes(prefix.family()), prefix.toString());
            }
        }
        for (Eni eni : enis) {
            for (Family family : Family.values()) {
                String key = EniKeys.addresses(family);
                for (Ip ip : eni.addresses(family)) {
                    own(owners, ip, eni.mac(), key, ip.toString());
                    Optional<Mac> delegated = Optional.ofNullable(
                            owners.get(Cidr.of(ip, family == Family.V4 ? ImdsText.PREFIX_V4 : ImdsText.PREFIX_V6)));
                    if (delegated.isPresent() && !delegated.get().equals(eni.mac())) {
                        throw ImdsFailure.contradiction(
                                "reading " + key + " of " + eni.mac(),
                                ip + " is in a prefix that is delegated to " + delegated.get());
                    }
                }
            }
        }
        return new Instance(identity.instanceId(), identity.zone(), enis, pending);
    }

    private static void own(Map<Object, Mac> owners, Object thing, Mac mac, String key, String text)
            throws ImdsFailure {
        Optional<Mac> other = Optional.ofNullable(owners.putIfAbsent(thing, mac));
        if (other.isPresent()) {
            throw ImdsFailure.contradiction(
                    "reading " + key + " of " + mac,
                    text
                            + (other.get().equals(mac)
                                    ? " is there twice"
                                    : " is what IMDS says of " + other.get() + ", too"));
        }
    }
}
