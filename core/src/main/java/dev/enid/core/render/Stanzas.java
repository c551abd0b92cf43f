package dev.enid.core.render;

import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file of one ENI in interfaces(5).
 *
 * <p>IPv4 is {@code inet dhcp}: the primary address comes by a lease, the rest by {@code up} lines. IPv6 is {@code inet6 manual},
 * since every other method brings a route of the kernel's that outranks the primary's: {@code static} cannot leave the prefix route
 * (metric 256) away, {@code auto} and {@code dhcp} live on router advertisements, and DHCPv6 gives one address of several.
 *
 * <p>No line can make ifup fail: what one ENI cannot have does not keep it from the rest.
 */
final class Stanzas {

    /** Seen first by whoever brings the link up: an advertisement comes within a second of that. */
    private static final List<String> SYSCTLS = List.of("accept_ra_defrtr", "accept_ra_pinfo", "accept_dad");

    private static final Pattern PUT =
            Pattern.compile("^ {4}up ip -[46] addr add (\\S+)/(\\d{1,3}) dev ", Pattern.MULTILINE);

    private final EniNetwork network;
    private final String link;
    private final StringBuilder text = new StringBuilder();

    private Stanzas(EniNetwork network) {
        this.network = network;
        this.link = network.link().name();
    }

    static String of(EniNetwork network) {
        return new Stanzas(network).text();
    }

    /** The addresses that a file of ours says to put, other than that of the lease. */
    static Set<Address.Id> put(String text, int link) {
        return PUT.matcher(text)
                .results()
                .flatMap(match -> Ip.tryParse(match.group(1)).stream()
                        .map(ip -> Address.of(link, ip, Integer.parseInt(match.group(2)), 0, 0)
                                .key()))
                .collect(Collectors.toSet());
    }

    private String text() {
        line(Ifupdown.marker(network).line());
        line("# To keep enid off this file and off " + link + ", add a line that says: # EC2SYNC=no");
        line("");
        // Not "auto": a device that is gone would fail at boot, and a lease that does not come keep the primary
        // waiting.
        line("allow-hotplug " + link);
        boolean v4 = has(Family.V4);
        if (v4) {
            line("");
            line("iface " + link + " inet " + (byDhcp().isPresent() ? "dhcp" : "manual"));
            byDhcp().ifPresent(_ -> option(
                    "metric",
                    Long.toString(network.metric(Family.V4).orElse(network.eni().table()))));
            first();
            byDhcp().ifPresent(this::mend);
            family(Family.V4);
            // Linux keeps them while the link is down, and dhclient takes away what it knows of.
            option("post-down", "ip -4 addr flush dev " + link + " 2>/dev/null || true");
        }
        if (has(Family.V6)) {
            line("");
            line("iface " + link + " inet6 manual");
            if (!v4) {
                first();
            }
            family(Family.V6);
        }
        return text.toString();
    }

    /** Before the link is up. */
    private void first() {
        option("pre-up", "ip link set dev " + link + " mtu " + network.link().mtu() + " || true");
        for (String sysctl : SYSCTLS) {
            option("pre-up", "{ echo 0 >/proc/sys/net/ipv6/conf/" + link + "/" + sysctl + "; } 2>/dev/null || true");
        }
    }

    private boolean has(Family family) {
        return !network.addresses(family).isEmpty()
                || network.routes().stream().anyMatch(route -> route.family() == family)
                || !network.rules(family).isEmpty();
    }

    /** The ENI's first IPv4 address, which the VPC's DHCP gives; empty where it is on another link, or not the host's. */
    private Optional<Address> byDhcp() {
        Optional<Ip> first = network.eni().ipv4().stream().findFirst();
        return network.addresses(Family.V4).stream()
                .filter(address -> first.filter(address.ip()::equals).isPresent())
                .findFirst();
    }

    private void family(Family family) {
        String ip = family == Family.V4 ? "ip -4 " : "ip -6 ";
        network.addresses(family).stream()
                .filter(address -> !byDhcp().filter(address::equals).isPresent())
                .forEach(address -> address(ip, address));
        network.routes().stream()
                .filter(route -> route.family() == family)
                .forEach(route -> option("up", ip + route(route) + " || true"));
        List<Rule> rules = network.rules(family);
        rules.forEach(rule -> option("up", ip + "rule add " + rule(rule) + " proto " + rule.protocol() + " || true"));
        rules.forEach(rule -> option("down", ip + "rule del " + rule(rule) + " 2>/dev/null || true"));
    }

    /** iproute2 before 6.3 cannot give an address a protocol. */
    private void address(String ip, Address address) {
        String command = ip + "addr add " + address.ip() + "/" + address.prefixLength() + " dev " + link
                + (address.has(Address.NOPREFIXROUTE) ? " noprefixroute" : "")
                + (address.has(Address.NODAD) ? " nodad" : "");
        option("up", command + " proto " + address.protocol() + " 2>/dev/null || " + command + " || true");
    }

    private String route(Route route) {
        StringBuilder words =
                new StringBuilder("route add ").append(route.destination().toIproute2());
        route.hops().forEach(hop -> {
            hop.gateway().ifPresent(gateway -> words.append(" via ").append(gateway));
            words.append(" dev ").append(link).append(hop.onLink() ? " onlink" : "");
        });
        if (route.table() != Route.MAIN) {
            words.append(" table ").append(route.table());
        }
        route.preferredSource().ifPresent(source -> words.append(" src ").append(source));
        if (route.metric() != 0) {
            words.append(" metric ").append(route.metric());
        }
        return words.append(" proto ").append(route.protocol()).toString();
    }

    private static String rule(Rule rule) {
        return "pref " + rule.priority() + " " + rule.selector() + " lookup " + Route.tableName(rule.table());
    }

    /** A DHCP client that our hooks know nothing of has the kernel route the subnet with metric 0, before the primary's. */
    private void mend(Address address) {
        network.eni().subnets(Family.V4).stream()
                .filter(subnet -> subnet.contains(address.ip()))
                .forEach(subnet -> option(
                        "up", "ip -4 route del " + subnet + " dev " + link + " proto kernel 2>/dev/null || true"));
    }

    private void option(String name, String value) {
        line("    " + name + " " + value);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
