package dev.enid.core.simulate;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Link;
import dev.enid.core.reading.Fault;
import java.util.List;
import java.util.Optional;

/** Addresses as net/ipv4/devinet.c, net/ipv4/fib_frontend.c and net/ipv6/addrconf.c keep them, with their routes. */
final class Addresses {

    /** What IPv6's RTM_NEWADDR changes of an address that is there: inet6_addr_modify(). */
    private static final int CHANGEABLE_V6 =
            Address.DEPRECATED | Address.PERMANENT | Address.NODAD | Address.NOPREFIXROUTE;

    private Addresses() {}

    static Optional<Fault> put(Draft draft, Address address, String doing) {
        Optional<Link> link = draft.link(address.link());
        if (link.isEmpty()) {
            return Refusal.noLink(doing);
        }
        if (draft.addresses.stream().anyMatch(each -> each.key().equals(address.key()))) {
            return Refusal.exists(doing);
        }
        if (address.ip().family() == Family.V6 && !draft.carriesV6(address.link())) {
            return Refusal.notPermitted(doing, "EACCES: IPv6 is disabled on this device");
        }
        int flags = (address.flags() & ~Address.SECONDARY) | Address.PERMANENT;
        Optional<Address> elder = elder(draft, address);
        if (elder.isPresent()) {
            if (elder.get().scope() != address.scope()) {
                return Refusal.refused(doing, "EINVAL: another scope than that of the subnet's first address");
            }
            flags |= Address.SECONDARY;
        }
        boolean ready = link.get().up() || address.ip().family() == Family.V4 || address.has(Address.NODAD);
        insert(draft, withFlags(address, ready ? flags : flags | Address.TENTATIVE));
        return Optional.empty();
    }

    /** The address of the same subnet that an IPv4 address becomes the secondary of. */
    private static Optional<Address> elder(Draft draft, Address address) {
        return draft.addressesOf(address.link(), Family.V4).stream()
                .filter(each -> address.ip().family() == Family.V4)
                .filter(each -> !each.has(Address.SECONDARY))
                .filter(each -> subnet(each).equals(subnet(address)))
                .findFirst();
    }

    /** Puts it where the kernel lists it, and makes its routes. */
    static void insert(Draft draft, Address address) {
        draft.addresses.add(place(draft, address), address);
        if (!address.has(Address.TENTATIVE)) {
            addRoutes(draft, address);
        }
        if (address.ip().family() == Family.V4 && draft.isUp(address.link())) {
            Routes.hopsRevived(draft, address.link());
        }
    }

    /**
     * Links follow each other; on a link IPv4 lists its primary addresses, oldest first, then the secondary ones, and IPv6 by
     * scope, newest first.
     */
    private static int place(Draft draft, Address address) {
        boolean v4 = address.ip().family() == Family.V4;
        int place = -1;
        for (int i = 0; i < draft.addresses.size(); i++) {
            Address each = draft.addresses.get(i);
            if (each.link() != address.link()
                    || each.ip().family() != address.ip().family()) {
                continue;
            }
            boolean before = v4
                    ? address.has(Address.SECONDARY)
                            || (!each.has(Address.SECONDARY) && each.scope() >= address.scope())
                    : each.scope() < address.scope();
            if (before) {
                place = i + 1;
            } else if (place < 0) {
                place = i;
            }
        }
        return place < 0 ? draft.addresses.size() : place;
    }

    /** The link is up: the address is through its duplicate address detection, and has all its routes. */
    static void settle(Draft draft, Address address) {
        Address settled = withFlags(address, address.flags() & ~Address.TENTATIVE);
        draft.addresses.replaceAll(each -> each.equals(address) ? settled : each);
        addRoutes(draft, settled);
    }

    static void addRoutes(Draft draft, Address address) {
        if (address.ip().family() == Family.V4) {
            addRoutesV4(draft, address);
        } else {
            addRoutesV6(draft, address);
        }
    }

    /** fib_add_ifaddr(). */
    private static void addRoutesV4(Draft draft, Address address) {
        Ip source = elder(draft, address).map(Address::ip).orElse(address.ip());
        Routes.addLocal(draft, address, Optional.of(source));
        if (!draft.isUp(address.link()) || address.has(Address.SECONDARY) || !hasSubnet(address)) {
            return;
        }
        if (!address.has(Address.NOPREFIXROUTE)) {
            Routes.addConnected(draft, address, subnet(address));
        }
        if (address.prefixLength() < 31) {
            Routes.addBroadcast(draft, address, last(subnet(address)));
        }
    }

    private static void addRoutesV6(Draft draft, Address address) {
        Routes.addLocal(draft, address, Optional.empty());
        if (draft.isUp(address.link()) && !address.has(Address.NOPREFIXROUTE)) {
            Routes.addConnected(draft, address, subnet(address));
        }
    }

    static Optional<Fault> replace(Draft draft, Address address, String doing) {
        Optional<Address> found = draft.addresses.stream()
                .filter(each -> each.key().equals(address.key()))
                .findFirst();
        if (found.isEmpty()) {
            return Refusal.absent(doing);
        }
        Address old = found.get();
        int changeable = old.ip().family() == Family.V4 ? Address.DEPRECATED | Address.PERMANENT : CHANGEABLE_V6;
        Address changed = new Address(
                old.link(),
                old.ip(),
                old.prefixLength(),
                old.peer(),
                (old.flags() & ~changeable) | (address.flags() & changeable) | Address.PERMANENT,
                old.scope(),
                address.protocol());
        draft.addresses.replaceAll(each -> each.equals(old) ? changed : each);
        if (changed.has(Address.NOPREFIXROUTE) && !old.has(Address.NOPREFIXROUTE)) {
            dropConnectedV6(draft, changed);
        } else if (old.has(Address.NOPREFIXROUTE) && draft.isUp(old.link())) {
            addRoutes(draft, changed);
        }
        return Optional.empty();
    }

    static Optional<Fault> drop(Draft draft, Address address, String doing) {
        Optional<Address> found = draft.addresses.stream()
                .filter(each -> each.key().equals(address.key()))
                .findFirst();
        if (found.isEmpty()) {
            return draft.link(address.link()).isEmpty() ? Refusal.noLink(doing) : Refusal.absent(doing);
        }
        remove(draft, found.get());
        return Optional.empty();
    }

    private static void remove(Draft draft, Address address) {
        if (address.ip().family() == Family.V6) {
            draft.addresses.remove(address);
            Routes.dropLocal(draft, address);
            dropConnectedV6(draft, address);
            Routes.forgetSourceV6(draft, address);
            return;
        }
        List<Address> subnet = draft.addressesOf(address.link(), Family.V4).stream()
                .filter(each -> each.has(Address.SECONDARY) && subnet(each).equals(subnet(address)))
                .toList();
        draft.addresses.remove(address);
        dropRoutesV4(draft, address);
        if (!address.has(Address.SECONDARY)) {
            promote(draft, subnet);
        }
        if (draft.addressesOf(address.link(), Family.V4).isEmpty()) {
            Routes.lastAddressGone(draft, address.link());
        }
    }

    /**
     * The next secondary of the subnet takes the place of the one that went: net.ipv4.conf.LINK.promote_secondaries 1, as
     * systemd sets it on every host. With 0, the kernel's default, they would go too.
     */
    private static void promote(Draft draft, List<Address> secondaries) {
        for (Address each : secondaries) {
            draft.addresses.remove(each);
            Routes.dropLocal(draft, each);
        }
        for (Address each : secondaries) {
            int flags = each.flags() & ~Address.SECONDARY;
            insert(draft, withFlags(each, elder(draft, each).isPresent() ? flags | Address.SECONDARY : flags));
        }
    }

    /** fib_del_ifaddr(). */
    private static void dropRoutesV4(Draft draft, Address address) {
        List<Address> others = draft.addressesOf(address.link(), Family.V4);
        if (!address.has(Address.SECONDARY) && hasSubnet(address)) {
            Routes.dropConnected(draft, address, subnet(address));
            Ip broadcast = last(subnet(address));
            if (others.stream()
                    .filter(each -> !each.has(Address.SECONDARY))
                    .noneMatch(each -> hasSubnet(each) && last(subnet(each)).equals(broadcast))) {
                Routes.dropBroadcast(draft, address.link(), broadcast);
            }
        }
        if (others.stream().noneMatch(each -> each.ip().equals(address.ip()))) {
            Routes.dropLocal(draft, address);
            Routes.forgetSourceV4(draft, address);
        }
    }

    /** check_cleanup_prefix_route(): the route goes with the last address that needs it. */
    private static void dropConnectedV6(Draft draft, Address address) {
        boolean needed = draft.addressesOf(address.link(), Family.V6).stream()
                .filter(each -> !each.has(Address.NOPREFIXROUTE))
                .anyMatch(each -> subnet(each).equals(subnet(address)));
        if (!needed) {
            Routes.dropConnected(draft, address, subnet(address));
        }
    }

    private static Cidr subnet(Address address) {
        return Cidr.of(address.peer().orElse(address.ip()), address.prefixLength());
    }

    /** A /32 without a peer stands alone. */
    private static boolean hasSubnet(Address address) {
        return !subnet(address).equals(address.ip().toCidr());
    }

    private static Ip last(Cidr subnet) {
        return Ip.v4((int) (subnet.ip().low() | (0xffff_ffffL >>> subnet.prefixLength())));
    }

    private static Address withFlags(Address address, int flags) {
        return new Address(
                address.link(),
                address.ip(),
                address.prefixLength(),
                address.peer(),
                flags,
                address.scope(),
                address.protocol());
    }
}
