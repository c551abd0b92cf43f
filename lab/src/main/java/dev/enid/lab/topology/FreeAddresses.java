package dev.enid.lab.topology;

import static dev.enid.lab.topology.VpcException.Code.ADDRESS_IN_USE;
import static dev.enid.lab.topology.VpcException.Code.INVALID;
import static dev.enid.lab.topology.VpcException.Code.SUBNET_FULL;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is still to be had in one subnet. The lowest free one is always next, so that a topology comes out the same each time. */
final class FreeAddresses {

    private final Subnet subnet;
    private final Set<Ip> addresses = new HashSet<>();
    private final Set<Cidr> prefixes = new HashSet<>();
    /** Nothing below is free: without it, filling a subnet would take quadratic time. */
    private final Map<Family, Ip> nextAddress = new EnumMap<>(Family.class);

    private final Map<Family, Ip> nextPrefix = new EnumMap<>(Family.class);

    private FreeAddresses(Subnet subnet) {
        this.subnet = subnet;
    }

    static FreeAddresses of(Vpc vpc, Subnet subnet) {
        FreeAddresses free = new FreeAddresses(subnet);
        vpc.enis().values().stream()
                .filter(eni -> eni.subnet().equals(subnet.name()))
                .forEach(free::hold);
        return free;
    }

    /** Counts what the ENI has as taken, without a check. */
    void hold(VpcEni eni) {
        eni.addresses().forEach(addresses::add);
        prefixes.addAll(eni.prefixes());
    }

    /** Takes this address, or throws {@link VpcException}. */
    void take(Ip ip) {
        if (!subnet.contains(ip.toCidr())) {
            throw new VpcException(INVALID, ip + " is not in subnet " + subnet.name() + describeNetworks());
        }
        if (subnet.reserves(ip)) {
            throw new VpcException(
                    INVALID, ip + " is reserved: the first four addresses of a subnet and its last are EC2's own");
        }
        if (isTaken(ip)) {
            throw new VpcException(ADDRESS_IN_USE, ip + " is in use");
        }
        addresses.add(ip);
    }

    /** Takes this prefix, or throws {@link VpcException}. */
    void take(Cidr prefix) {
        int length = prefixLength(prefix.family());
        if (prefix.prefixLength() != length) {
            throw new VpcException(
                    INVALID,
                    prefix + " cannot be delegated: an " + prefix.family().keyword() + " prefix is a /" + length);
        }
        if (!subnet.contains(prefix)) {
            throw new VpcException(INVALID, prefix + " is not in subnet " + subnet.name() + describeNetworks());
        }
        if (isTaken(prefix)) {
            throw new VpcException(ADDRESS_IN_USE, prefix + " holds an address or a prefix that is in use or reserved");
        }
        prefixes.add(prefix);
    }

    Ip next(Family family) {
        Cidr network = network(family);
        Ip ip = nextAddress.getOrDefault(family, network.ip().plus(4));
        while (network.contains(ip)) {
            if (!subnet.reserves(ip) && !isTaken(ip)) {
                addresses.add(ip);
                nextAddress.put(family, ip.plus(1));
                return ip;
            }
            ip = ip.plus(1);
        }
        throw new VpcException(SUBNET_FULL, "no free address is left in " + network);
    }

    Cidr nextPrefix(Family family) {
        Cidr network = network(family);
        int length = prefixLength(family);
        Ip base = nextPrefix.getOrDefault(family, network.ip());
        while (network.contains(base) && network.prefixLength() <= length) {
            Cidr prefix = new Cidr(base, length);
            base = Subnet.last(prefix).plus(1);
            if (!isTaken(prefix)) {
                prefixes.add(prefix);
                nextPrefix.put(family, base);
                return prefix;
            }
        }
        throw new VpcException(SUBNET_FULL, "no free /" + length + " is left in " + network);
    }

    private Cidr network(Family family) {
        return subnet.cidr(family)
                .orElseThrow(() -> new VpcException(
                        INVALID, "subnet " + subnet.name() + " has no " + family.keyword() + " network"));
    }

    private boolean isTaken(Ip ip) {
        return addresses.contains(ip) || prefixes.contains(Cidr.of(ip, prefixLength(ip.family())));
    }

    private boolean isTaken(Cidr prefix) {
        return prefixes.contains(prefix)
                || subnet.reserves(prefix.ip())
                || subnet.reserves(Subnet.last(prefix))
                || addresses.stream().anyMatch(prefix::contains);
    }

    private String describeNetworks() {
        return " (" + String.join(", ", subnet.cidrs().map(Cidr::toString).toList()) + ")";
    }

    private static int prefixLength(Family family) {
        return family == Family.V4 ? VpcEni.PREFIX_V4 : VpcEni.PREFIX_V6;
    }
}
