package dev.enid.lab.topology;

import static dev.enid.lab.topology.VpcException.Code.ADDRESS_IN_USE;
import static dev.enid.lab.topology.VpcException.Code.ADDRESS_LIMIT;
import static dev.enid.lab.topology.VpcException.Code.INVALID;
import static dev.enid.lab.topology.VpcException.Code.NOT_PERMITTED;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** AssignPrivateIpAddresses, AssignIpv6Addresses and their opposites, as functions. */
final class Assigning {

    private Assigning() {}

    /**
     * The VPC with those addresses and prefixes on the ENI. What the ENI has already is passed over, as EC2 does.
     *
     * @throws VpcException when one is outside of the subnet, reserved, in use, or beyond the limits; nothing is assigned then
     */
    static Vpc assign(Vpc vpc, VpcEni before, AssignRequest request) {
        if (before.efaOnly()) {
            throw new VpcException(INVALID, before.name() + " is EFA-only and has no addresses");
        }
        Vpc cleared = request.allowReassignment() ? takeAway(vpc, before, request.addresses()) : vpc;
        List<Ip> v4 = new ArrayList<>(before.ipv4());
        List<Ip> v6 = new ArrayList<>(before.ipv6());
        List<Cidr> prefixes = new ArrayList<>(before.prefixes());
        FreeAddresses free = FreeAddresses.of(cleared, cleared.subnet(before));
        for (Ip ip : request.addresses()) {
            List<Ip> list = ip.family() == Family.V4 ? v4 : v6;
            if (!list.contains(ip)) {
                free.take(ip);
                list.add(ip);
            }
        }
        for (Cidr prefix : request.prefixes()) {
            if (!prefixes.contains(prefix)) {
                free.take(prefix);
                prefixes.add(prefix);
            }
        }
        for (int i = 0; i < request.countV4(); i++) {
            v4.add(free.next(Family.V4));
        }
        for (int i = 0; i < request.countV6(); i++) {
            v6.add(free.next(Family.V6));
        }
        for (int i = 0; i < request.prefixesV4(); i++) {
            prefixes.add(free.nextPrefix(Family.V4));
        }
        for (int i = 0; i < request.prefixesV6(); i++) {
            prefixes.add(free.nextPrefix(Family.V6));
        }
        VpcEni after = before.withAddresses(v4, v6, prefixes);
        checkLimits(cleared, after);
        return cleared.with(after);
    }

    private static Vpc takeAway(Vpc vpc, VpcEni taker, List<Ip> addresses) {
        Vpc cleared = vpc;
        for (Ip ip : addresses) {
            Optional<VpcEni> holder = cleared.enis().values().stream()
                    .filter(each -> !each.name().equals(taker.name()))
                    .filter(each -> each.addresses().anyMatch(ip::equals))
                    .findFirst();
            if (holder.isPresent()) {
                if (ip.family() == Family.V6) {
                    throw new VpcException(
                            ADDRESS_IN_USE, ip + " is on " + holder.get().name() + ": unassign an IPv6 address first");
                }
                cleared = unassign(cleared, holder.get(), List.of(ip.toCidr()));
            }
        }
        return cleared;
    }

    /** Throws {@link VpcException} when the ENI has more than its instance's type allows. */
    static void checkLimits(Vpc vpc, VpcEni eni) {
        Limits limits = eni.attachment()
                .map(each -> vpc.instance(each.instance()).limits())
                .orElse(Limits.DEFAULT);
        for (Family family : Family.values()) {
            limit(eni, family, "addresses", eni.addresses(family).size(), limits.addressesPerEni());
            limit(eni, family, "prefixes", (int) eni.prefixes(family).count(), limits.prefixesPerEni());
        }
    }

    private static void limit(VpcEni eni, Family family, String what, int count, int most) {
        if (count > most) {
            throw new VpcException(
                    ADDRESS_LIMIT,
                    eni.name() + " would have " + count + " " + family.keyword() + " " + what + "; its instance allows "
                            + most);
        }
    }

    /**
     * The VPC without those addresses and prefixes on the ENI.
     *
     * @param owned addresses as /32 and /128
     * @throws VpcException when the ENI has not got one, or it is the primary address; nothing is unassigned then
     */
    static Vpc unassign(Vpc vpc, VpcEni before, List<Cidr> owned) {
        List<Ip> v4 = new ArrayList<>(before.ipv4());
        List<Ip> v6 = new ArrayList<>(before.ipv6());
        List<Cidr> prefixes = new ArrayList<>(before.prefixes());
        for (Cidr each : owned) {
            if (each.isHost()
                    && before.ipv4().stream()
                            .findFirst()
                            .filter(each.ip()::equals)
                            .isPresent()) {
                throw new VpcException(
                        NOT_PERMITTED, each.ip() + " is the primary address of " + before.name() + " and stays");
            }
            boolean found =
                    each.isHost() ? (each.family() == Family.V4 ? v4 : v6).remove(each.ip()) : prefixes.remove(each);
            if (!found) {
                throw new VpcException(INVALID, each.toIproute2() + " is not on " + before.name());
            }
        }
        return vpc.with(before.withAddresses(v4, v6, prefixes));
    }
}
