package dev.enid.core.simulate;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Route;
import dev.enid.core.reading.Fault;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Links as net/core/dev.c, net/ipv4/fib_frontend.c and net/ipv6/addrconf.c keep them. */
final class Links {

    /** IPV6_MIN_MTU of linux/ipv6.h: below, the kernel takes IPv6 off the link. */
    private static final int LEAST_MTU_V6 = 1280;
    /** ETH_MIN_MTU of linux/if_ether.h. */
    private static final int LEAST_MTU = 68;
    /** IFAPROT_KERNEL_LL of linux/if_addr.h (Linux 5.18): a link-local address that the kernel made. */
    private static final int PROTOCOL_KERNEL_LINK_LOCAL = 3;

    private static final Ip LINK_LOCAL = Ip.parse("fe80::");

    private Links() {}

    static Optional<Fault> put(Draft draft, Link link, String doing) {
        if (draft.link(link.index()).isPresent() || isTaken(draft, link.index(), link.name())) {
            return Refusal.exists(doing);
        }
        Link down = state(link, false, false);
        draft.links.add(down);
        Sysctls.addDefaults(draft, link.index());
        if (link.up()) {
            raise(draft, down);
        }
        return Optional.empty();
    }

    /** Sets what RTM_SETLINK sets: up or down, MTU, alternative names. */
    static Optional<Fault> replace(Draft draft, Link wanted, String doing) {
        Optional<Link> found = draft.link(wanted.index());
        if (found.isEmpty()) {
            return Refusal.noLink(doing);
        }
        Link link = found.get();
        if (wanted.mtu() < LEAST_MTU || (link.maxMtu() != 0 && wanted.mtu() > link.maxMtu())) {
            return Refusal.refused(doing, "EINVAL: the device takes an MTU of " + LEAST_MTU + " to " + link.maxMtu());
        }
        for (String name : wanted.altNames()) {
            if (isTaken(draft, link.index(), name)) {
                return Refusal.exists(doing);
            }
        }
        draft.set(link.withMtu(wanted.mtu()).withAltNames(wanted.altNames()));
        if (wanted.mtu() < LEAST_MTU_V6) {
            stopV6(draft, link.index());
        } else if (link.mtu() < LEAST_MTU_V6) {
            startV6(draft, link.index());
        }
        if (wanted.up() && !link.up()) {
            raise(draft, draft.link(link.index()).orElseThrow());
        } else if (!wanted.up() && link.up()) {
            lower(draft, draft.link(link.index()).orElseThrow());
        }
        return Optional.empty();
    }

    static Optional<Fault> drop(Draft draft, Link link, String doing) {
        if (draft.link(link.index()).isEmpty()) {
            return Refusal.noLink(doing);
        }
        remove(draft, link.index());
        return Optional.empty();
    }

    /** The link and, as the kernel does, the links stacked on it or paired with it. */
    static void remove(Draft draft, int index) {
        if (!draft.links.removeIf(each -> each.index() == index)) {
            return;
        }
        draft.addresses.removeIf(each -> each.link() == index);
        draft.neighbors.removeIf(each -> each.link() == index);
        draft.sysctls.removeIf(each -> each.link() == index);
        Routes.linkRemoved(draft, index);
        draft.links.replaceAll(each -> each.master() == index ? free(each) : each);
        List<Link> stacked = draft.links.stream()
                .filter(each -> each.parent() == index && !each.parentElsewhere())
                .toList();
        stacked.forEach(each -> remove(draft, each.index()));
    }

    private static void raise(Draft draft, Link link) {
        // A bridge has carrier when a port has; all else is taken to be plugged in.
        draft.set(state(link, true, link.carrier() || !link.kind().equals("bridge")));
        draft.addressesOf(link.index(), Family.V4).forEach(each -> Addresses.addRoutes(draft, each));
        Routes.linkRaised(draft, link.index());
        startV6(draft, link.index());
    }

    /** What comes with IPv6 on a link that is up: a link-local address from the MAC, multicast, routes of what is there. */
    static void startV6(Draft draft, int index) {
        Link link = draft.link(index).orElseThrow();
        if (!draft.carriesV6(index) || !link.up() || link.mtu() < LEAST_MTU_V6 || link.loopback()) {
            return;
        }
        if (link.kind().equals("bridge") && !link.carrier()) {
            return;
        }
        for (Address address : draft.addressesOf(index, Family.V6)) {
            Addresses.settle(draft, address);
        }
        Routes.addMulticastV6(draft, index);
        boolean has = draft.addressesOf(index, Family.V6).stream()
                .anyMatch(each -> each.ip().isLinkLocal());
        if (!has && link.mac().isPresent()) {
            Ip ip = linkLocal(link.mac().get());
            Addresses.insert(
                    draft,
                    new Address(
                            index,
                            ip,
                            64,
                            Optional.empty(),
                            Address.PERMANENT,
                            Route.SCOPE_LINK,
                            PROTOCOL_KERNEL_LINK_LOCAL));
        }
    }

    private static void lower(Draft draft, Link link) {
        draft.set(state(link, false, false));
        Routes.linkLowered(draft, link.index());
        dropV6(draft, link.index());
        draft.neighbors.removeIf(each -> each.link() == link.index());
    }

    /** IPv6 goes off a link: its addresses and every route by it. */
    static void stopV6(Draft draft, int index) {
        dropV6(draft, index);
        draft.neighbors.removeIf(each -> each.link() == index && each.ip().family() == Family.V6);
    }

    private static void dropV6(Draft draft, int index) {
        draft.addresses.removeIf(each -> each.link() == index && each.ip().family() == Family.V6);
        Routes.dropV6(draft, index);
    }

    /** The modified EUI-64 form (RFC 4291, appendix A): net.ipv6.conf.LINK.addr_gen_mode 0, the kernel's default. */
    static Ip linkLocal(Mac mac) {
        long bits = mac.bits() ^ 0x0200_0000_0000L;
        long identifier = (bits >>> 24) << 40 | 0xff_fe00_0000L | (bits & 0xff_ffff);
        return Ip.v6(LINK_LOCAL.high(), identifier);
    }

    private static boolean isTaken(Draft draft, int index, String name) {
        return draft.links.stream()
                .anyMatch(each -> each.index() == index
                        ? each.name().equals(name)
                        : each.name().equals(name) || each.altNames().contains(name));
    }

    static Link named(Link link, String name) {
        return copy(link, name, link.up(), link.carrier(), link.master(), link.altNames());
    }

    private static Link free(Link link) {
        return copy(link, link.name(), link.up(), link.carrier(), 0, link.altNames());
    }

    private static Link state(Link link, boolean up, boolean carrier) {
        return copy(link, link.name(), up, carrier, link.master(), link.altNames());
    }

    private static Link copy(
            Link link, String name, boolean up, boolean carrier, int master, SortedSet<String> altNames) {
        return new Link(
                link.index(),
                name,
                link.kind(),
                link.mac(),
                link.permanentMac(),
                link.mtu(),
                link.maxMtu(),
                up,
                carrier,
                link.loopback(),
                master,
                link.parent(),
                link.parentElsewhere(),
                altNames);
    }
}
