package dev.enid.lab.topology;

import static dev.enid.lab.topology.VpcException.Code.ADDRESS_IN_USE;
import static dev.enid.lab.topology.VpcException.Code.ALLOCATION_NOT_FOUND;
import static dev.enid.lab.topology.VpcException.Code.ALREADY_ASSOCIATED;
import static dev.enid.lab.topology.VpcException.Code.ASSOCIATION_NOT_FOUND;
import static dev.enid.lab.topology.VpcException.Code.INVALID;
import static dev.enid.lab.topology.VpcException.Code.NO_PUBLIC_ADDRESS_LEFT;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Ip;
import java.util.Optional;
import java.util.stream.Stream;

/** AllocateAddress, AssociateAddress and their opposites, as functions. */
final class Associating {

    /** RFC 5737's TEST-NET-3. */
    private static final Cidr POOL = Cidr.parse("203.0.113.0/24");

    private static final int LAST_HOST = 254;

    private Associating() {}

    /**
     * The VPC with one more Elastic IP.
     *
     * @param wanted which; the first free one where empty
     */
    static Vpc allocate(Vpc vpc, String id, Optional<Ip> wanted) {
        wanted.filter(ip -> !POOL.contains(ip)).ifPresent(ip -> {
            throw new VpcException(INVALID, ip + " is not one of the lab's Elastic IPs, " + POOL);
        });
        wanted.filter(ip -> isTaken(vpc, ip)).ifPresent(ip -> {
            throw new VpcException(ADDRESS_IN_USE, ip + " is in use");
        });
        Ip ip = wanted.orElseGet(() -> Stream.iterate(POOL.ip().plus(1), each -> each.plus(1))
                .limit(LAST_HOST)
                .filter(each -> !isTaken(vpc, each))
                .findFirst()
                .orElseThrow(
                        () -> new VpcException(NO_PUBLIC_ADDRESS_LEFT, "all addresses of " + POOL + " are allocated")));
        return vpc.with(new ElasticIp(id, ip, Optional.empty()));
    }

    private static boolean isTaken(Vpc vpc, Ip ip) {
        return vpc.elasticIps().values().stream()
                        .anyMatch(each -> each.publicIp().equals(ip))
                || vpc.outside().values().stream()
                        .anyMatch(each -> each.addresses().contains(ip));
    }

    /** The VPC without that Elastic IP, which must not be associated. */
    static Vpc release(Vpc vpc, String allocation) {
        ElasticIp address = named(vpc, allocation);
        address.association().ifPresent(place -> {
            throw new VpcException(
                    ADDRESS_IN_USE,
                    address.publicIp() + " is associated with " + place.privateIp() + "; disassociate it first");
        });
        return vpc.withoutElasticIp(allocation);
    }

    static ElasticIp named(Vpc vpc, String allocation) {
        return Optional.ofNullable(vpc.elasticIps().get(allocation))
                .orElseThrow(() -> new VpcException(
                        ALLOCATION_NOT_FOUND, "The allocation ID '" + allocation + "' does not exist"));
    }

    /**
     * The VPC with that Elastic IP on an address of an ENI. One that the address had before is no longer there.
     *
     * @param id of the association
     * @param wanted the ENI's primary address where empty
     * @param again whether it may be taken from where it is, and the address from what it has
     */
    static Vpc associate(Vpc vpc, String allocation, String id, VpcEni eni, Optional<Ip> wanted, boolean again) {
        ElasticIp address = named(vpc, allocation);
        Ip ip = wanted.or(() -> eni.ipv4().stream().findFirst())
                .orElseThrow(() -> new VpcException(INVALID, eni.name() + " has no IPv4 address"));
        if (!eni.ipv4().contains(ip)) {
            throw new VpcException(INVALID, ip + " is not on " + eni.name());
        }
        boolean same = address.association()
                .filter(place -> place.privateIp().equals(ip))
                .isPresent();
        if (same) {
            return vpc;
        }
        Optional<ElasticIp> before = vpc.elasticIp(ip);
        if (!again && (address.association().isPresent() || before.isPresent())) {
            throw new VpcException(
                    ALREADY_ASSOCIATED,
                    address.association().isPresent()
                            ? address.publicIp() + " is already associated with "
                                    + address.association().get().privateIp()
                            : ip + " is already associated with "
                                    + before.orElseThrow().publicIp());
        }
        Vpc cleared =
                before.map(other -> vpc.with(other.with(Optional.empty()))).orElse(vpc);
        return cleared.with(address.with(Optional.of(new ElasticIp.Association(id, ip))));
    }

    /** The VPC without that association. */
    static Vpc disassociate(Vpc vpc, String association) {
        ElasticIp address = vpc.elasticIps().values().stream()
                .filter(each -> each.association()
                        .filter(place -> place.id().equals(association))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new VpcException(
                        ASSOCIATION_NOT_FOUND, "The association ID '" + association + "' does not exist"));
        return vpc.with(address.with(Optional.empty()));
    }
}
