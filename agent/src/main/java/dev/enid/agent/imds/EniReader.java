package dev.enid.agent.imds;

import dev.enid.agent.imds.EniSeen.Described;
import dev.enid.agent.imds.EniSeen.Fixed;
import dev.enid.agent.imds.EniSeen.NotYet;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.reading.Fault;
import dev.enid.core.reading.Fault.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads what IMDS says of one ENI. A key that its directory lists may still be 404 (amazon-ec2-net-utils issue 38), or empty
 * (153, 157); a key without which an ENI cannot be may be missing from the directory: all of that means "not yet", for this
 * ENI alone. What is there and makes no sense fails the reading.
 */
final class EniReader {

    static final String DIRECTORY = "network/interfaces/macs/";

    private final ImdsClient client;

    EniReader(ImdsClient client) {
        this.client = client;
    }

    /** Reads everything. */
    EniSeen whole(Mac mac) throws ImdsFailure {
        Optional<EniKeys> keys = keys(mac);
        return keys.isEmpty() ? unlisted(mac) : whole(mac, keys.get());
    }

    /**
     * Reads what may change while an ENI is attached, and everything if what should not change has.
     *
     * @param last as it was seen before
     * @param prefixes whether to read the delegated prefixes, where there were some; if not, the last ones hold. Those of
     *     which there were none are always read
     */
    EniSeen changes(Described last, boolean prefixes) throws ImdsFailure {
        Mac mac = last.mac();
        Optional<EniKeys> listed = keys(mac);
        if (listed.isEmpty()) {
            return unlisted(mac);
        }
        EniKeys keys = listed.get();
        Fixed fixed = last.fixed();
        boolean asBefore = lacking(keys).isEmpty()
                && keys.has(EniKeys.NETWORK_CARD) == fixed.networkCard().isPresent()
                && keys.has(EniKeys.SUBNET_V4) == fixed.subnetV4().isPresent()
                && keys.has(EniKeys.SUBNETS_V6) != fixed.subnetsV6().isEmpty();
        if (!asBefore) {
            return whole(mac, keys);
        }
        try {
            return new Described(
                    mac,
                    fixed,
                    addresses(mac, keys, Family.V4, last.ipv4()),
                    addresses(mac, keys, Family.V6, last.ipv6()),
                    prefixes(mac, keys, Family.V4, last.ipv4Prefixes(), prefixes),
                    prefixes(mac, keys, Family.V6, last.ipv6Prefixes(), prefixes));
        } catch (ImdsFailure e) {
            return notYet(mac, keys, e);
        }
    }

    /** The ENI's directory, empty when it is 404. */
    Optional<EniKeys> keys(Mac mac) throws ImdsFailure {
        String doing = "reading the keys of " + mac;
        Optional<String> text = client.get(DIRECTORY + mac + "/", doing);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EniKeys(new ImdsText(doing, text.get()).names()));
    }

    private static NotYet unlisted(Mac mac) {
        Fault fault = new Fault(
                Kind.NOT_YET, "reading the keys of " + mac, "IMDS has no directory for it (404); enid reads it again");
        return new NotYet(mac, fault, Optional.empty());
    }

    private EniSeen whole(Mac mac, EniKeys keys) throws ImdsFailure {
        Optional<String> lacking = lacking(keys);
        if (lacking.isPresent()) {
            return notYet(mac, keys, missing(mac, lacking.get(), "IMDS does not list it yet"));
        }
        try {
            ImdsText self = leaf(mac, EniKeys.MAC);
            if (!self.mac().equals(mac)) {
                throw self.malformed("this is the answer for another interface: " + self.mac());
            }
            Fixed fixed = fixed(mac, keys);
            return new Described(
                    mac,
                    fixed,
                    addresses(mac, keys, Family.V4, Listed.none()),
                    addresses(mac, keys, Family.V6, Listed.none()),
                    prefixes(mac, keys, Family.V4, Listed.none(), true),
                    prefixes(mac, keys, Family.V6, Listed.none(), true));
        } catch (ImdsFailure e) {
            return notYet(mac, keys, e);
        }
    }

    private static NotYet notYet(Mac mac, EniKeys keys, ImdsFailure failure) throws ImdsFailure {
        if (failure.fault().kind() != Kind.NOT_YET) {
            throw failure;
        }
        return new NotYet(mac, failure.fault(), Optional.of(keys.has(EniKeys.NETWORK_CARD)));
    }

    /** A key that has to be listed and is not: each ENI has the first three, and each address has a subnet. */
    private static Optional<String> lacking(EniKeys keys) {
        if (!keys.has(EniKeys.MAC)) {
            return Optional.of(EniKeys.MAC);
        }
        if (!keys.has(EniKeys.INTERFACE_ID)) {
            return Optional.of(EniKeys.INTERFACE_ID);
        }
        if (!keys.has(EniKeys.DEVICE_NUMBER)) {
            return Optional.of(EniKeys.DEVICE_NUMBER);
        }
        boolean v4 = keys.has(EniKeys.LOCAL_IPV4S) || keys.has(EniKeys.IPV4_PREFIX);
        if (v4 && !keys.has(EniKeys.SUBNET_V4)) {
            return Optional.of(EniKeys.SUBNET_V4);
        }
        boolean v6 = keys.has(EniKeys.IPV6S) || keys.has(EniKeys.IPV6_PREFIX);
        return v6 && !keys.has(EniKeys.SUBNETS_V6) ? Optional.of(EniKeys.SUBNETS_V6) : Optional.empty();
    }

    private Fixed fixed(Mac mac, EniKeys keys) throws ImdsFailure {
        EniId id = leaf(mac, EniKeys.INTERFACE_ID).eniId();
        int deviceNumber = leaf(mac, EniKeys.DEVICE_NUMBER).index();
        OptionalInt networkCard = keys.has(EniKeys.NETWORK_CARD)
                ? OptionalInt.of(leaf(mac, EniKeys.NETWORK_CARD).index())
                : OptionalInt.empty();
        Optional<Cidr> subnetV4 = Optional.empty();
        if (keys.has(EniKeys.SUBNET_V4)) {
            ImdsText text = leaf(mac, EniKeys.SUBNET_V4);
            List<Cidr> subnets = text.subnets(Family.V4);
            if (subnets.size() > 1) {
                throw text.malformed("more than one IPv4 subnet");
            }
            subnetV4 = Optional.of(subnets.getFirst());
        }
        List<Cidr> subnetsV6 =
                keys.has(EniKeys.SUBNETS_V6) ? leaf(mac, EniKeys.SUBNETS_V6).subnets(Family.V6) : List.of();
        return new Fixed(id, deviceNumber, networkCard, subnetV4, subnetsV6);
    }

    private Listed<Ip> addresses(Mac mac, EniKeys keys, Family family, Listed<Ip> last) throws ImdsFailure {
        String key = EniKeys.addresses(family);
        return keys.has(key) ? listed(leaf(mac, key), last, text -> text.ips(family)) : Listed.none();
    }

    /** @param again whether to read what was there before, too; what was not is always read */
    private Listed<Cidr> prefixes(Mac mac, EniKeys keys, Family family, Listed<Cidr> last, boolean again)
            throws ImdsFailure {
        String key = EniKeys.prefixes(family);
        if (!keys.has(key)) {
            return Listed.none();
        }
        return again || last.isEmpty() ? listed(leaf(mac, key), last, text -> text.prefixes(family)) : last;
    }

    private interface Taking<T> {
        List<T> apart(ImdsText text) throws ImdsFailure;
    }

    private static <T> Listed<T> listed(ImdsText leaf, Listed<T> last, Taking<T> taking) throws ImdsFailure {
        return leaf.text().equals(last.text()) ? last : new Listed<>(leaf.text(), taking.apart(leaf));
    }

    /** A key that the directory lists. */
    private ImdsText leaf(Mac mac, String key) throws ImdsFailure {
        String doing = doing(mac, key);
        Optional<String> text = client.get(DIRECTORY + mac + "/" + key, doing);
        if (text.isEmpty()) {
            throw missing(mac, key, "IMDS lists it and answers 404");
        }
        ImdsText leaf = new ImdsText(doing, text.get());
        if (leaf.isEmpty()) {
            throw missing(mac, key, "IMDS lists it and answers with nothing");
        }
        return leaf;
    }

    private static ImdsFailure missing(Mac mac, String key, String what) {
        return new ImdsFailure(Kind.NOT_YET, doing(mac, key), what + "; enid reads it again");
    }

    private static String doing(Mac mac, String key) {
        return "reading " + key + " of " + mac;
    }
}
