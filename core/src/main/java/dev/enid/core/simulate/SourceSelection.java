package dev.enid.core.simulate;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which source address the host takes for a packet that has none: inet_select_addr() and ipv6_dev_get_saddr(). */
final class SourceSelection {

    /** The default table of RFC 6724, 2.1, as net/ipv6/addrlabel.c has it. */
    private static final List<Label> LABELS = List.of(
            new Label("::1/128", 0),
            new Label("::ffff:0:0/96", 4),
            new Label("::/96", 3),
            new Label("2001:10::/28", 7),
            new Label("2001::/32", 6),
            new Label("2002::/16", 2),
            new Label("fc00::/7", 5),
            new Label("::/0", 1));

    private record Label(Cidr prefix, int number) {
        Label(String prefix, int number) {
            this(Cidr.parse(prefix), number);
        }
    }

    private SourceSelection() {}

    static Optional<Ip> choose(KernelState state, Route route, NextHop hop, Ip to) {
        if (route.preferredSource().isPresent()) {
            return route.preferredSource();
        }
        return to.family() == Family.V4
                ? chooseV4(state, hop.link(), hop.gateway(), route.scope())
                : chooseV6(state, hop.link(), to);
    }

    /** The first primary address of the link, one in the gateway's subnet before others; else one of any link. */
    static Optional<Ip> chooseV4(KernelState state, int link, Optional<Ip> gateway, int scope) {
        List<Address> own = state.addresses().stream()
                .filter(each -> each.link() == link && each.ip().family() == Family.V4)
                .filter(each -> !each.has(Address.SECONDARY) && Math.min(each.scope(), Route.SCOPE_HOST) <= scope)
                .toList();
        Optional<Address> near = own.stream()
                .filter(each -> gateway.map(ip -> Cidr.of(each.peer().orElse(each.ip()), each.prefixLength())
                                .contains(ip))
                        .orElse(true))
                .findFirst();
        Optional<Address> found = near.or(() -> own.stream().findFirst());
        return found.map(Address::ip).or(() -> elsewhere(state, scope));
    }

    private static Optional<Ip> elsewhere(KernelState state, int scope) {
        return state.links().stream()
                .filter(Link::up)
                .flatMap(link -> state.addresses().stream().filter(each -> each.link() == link.index()))
                .filter(each -> each.ip().family() == Family.V4 && !each.has(Address.SECONDARY))
                .filter(each -> each.scope() != Route.SCOPE_LINK && each.scope() <= scope)
                .map(Address::ip)
                .findFirst();
    }

    private static Optional<Ip> chooseV6(KernelState state, int link, Ip to) {
        boolean onlyHere = to.isMulticast() || to.isLinkLocal();
        Comparator<Address> better = Comparator.<Address, Boolean>comparing(
                        each -> each.ip().equals(to))
                .thenComparingInt(each -> scopeDistance(each.ip(), to))
                .thenComparing(each -> !each.has(Address.DEPRECATED))
                .thenComparing(each -> each.link() == link)
                .thenComparing(each -> label(each.ip()) == label(to))
                .thenComparingInt(each -> Math.min(commonPrefix(each.ip(), to), each.prefixLength()));
        return state.links().stream()
                .filter(each -> each.up() && (!onlyHere || each.index() == link))
                .flatMap(each -> state.addresses().stream().filter(address -> address.link() == each.index()))
                .filter(each -> each.ip().family() == Family.V6 && !each.has(Address.TENTATIVE))
                .reduce((best, each) -> better.compare(each, best) > 0 ? each : best)
                .map(Address::ip);
    }

    /** Rule 2: the narrowest scope that reaches; the numbers are those of ipv6_get_saddr_eval(). */
    private static int scopeDistance(Ip source, Ip to) {
        int of = scope(source);
        return of >= scope(to) ? -of : of - 128;
    }

    /** RFC 4007 scopes: 2 link-local, 14 global. */
    private static int scope(Ip ip) {
        if (ip.isMulticast()) {
            return (int) (ip.high() >>> 48 & 0xf);
        }
        return ip.isLinkLocal() || ip.isLoopback() ? 2 : 14;
    }

    private static int label(Ip ip) {
        return LABELS.stream()
                .filter(each -> each.prefix().contains(ip))
                .findFirst()
                .orElseThrow()
                .number();
    }

    private static int commonPrefix(Ip one, Ip other) {
        long high = one.high() ^ other.high();
        return high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(one.low() ^ other.low());
    }
}
