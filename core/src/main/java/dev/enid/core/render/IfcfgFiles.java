package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The files of one ENI.
 *
 * <p>Without DHCP, unlike ec2-net-utils: with {@code BOOTPROTO=dhcp} the scripts take no notice of {@code IPADDR1} and so on.
 *
 * @param protocol whether this host's iproute2 takes one in a rule
 */
record IfcfgFiles(EniNetwork network, String directory, boolean protocol) {

    private String link() {
        return network.link().name();
    }

    private Assignments file() {
        return new Assignments(Marker.of(Backend.IFCFG, network.eni().id(), link()));
    }

    HostFile ifcfg() {
        Assignments file = file().line("# To keep enid off this file and off " + link() + ", say EC2SYNC=no.")
                .set("DEVICE", link())
                .set("HWADDR", network.eni().mac())
                .set("TYPE", "Ethernet")
                .set("ONBOOT", "yes")
                .set("NM_CONTROLLED", "no")
                .set("BOOTPROTO", "none")
                .set("DEFROUTE", "no")
                .set("PEERDNS", "no")
                // Else 169.254.0.0/16 is routed by this link, and the metadata service with it.
                .set("NOZEROCONF", "yes")
                .set("MTU", network.link().mtu());
        v4(file);
        v6(file);
        boolean main = network.routes().stream().anyMatch(route -> route.table() == Route.MAIN);
        return file.set("EC2SYNC", "yes")
                .set("MAINROUTETABLE", main ? "yes" : "no")
                .at(directory + "/ifcfg-" + link());
    }

    private void v4(Assignments file) {
        List<Address> addresses = network.addresses(Family.V4);
        if (!addresses.isEmpty()) {
            // ifup-eth gives these words to ip addr add as they are: the kernel would route the subnet with metric 0 in
            // main.
            file.set("SCOPE", "scope global noprefixroute");
        }
        for (int i = 0; i < addresses.size(); i++) {
            file.set("IPADDR" + i, addresses.get(i).ip())
                    .set("PREFIX" + i, addresses.get(i).prefixLength())
                    // Three seconds for each, to find nothing: the VPC gives an address to one ENI only.
                    .set("ARPCHECK" + i, "no");
        }
    }

    /** Alone, each of them: the kernel routes their subnet with metric 256, before the primary's, and here no word prevents it. */
    private void v6(Assignments file) {
        List<String> addresses = network.addresses(Family.V6).stream()
                .map(address -> address.ip() + "/" + Family.V6.bits())
                .toList();
        if (addresses.isEmpty()) {
            return;
        }
        file.set("IPV6INIT", "yes").set("IPV6_AUTOCONF", "no").set("IPV6ADDR", addresses.getFirst());
        if (addresses.size() > 1) {
            file.set(
                    "IPV6ADDR_SECONDARIES",
                    addresses.subList(1, addresses.size()).stream().collect(Collectors.joining(" ")));
        }
    }

    List<HostFile> routesAndRules() {
        List<HostFile> files = new ArrayList<>();
        for (Family family : Family.values()) {
            String suffix = (family == Family.V4 ? "-" : "6-") + link();
            Assignments routes = file();
            network.routes().stream()
                    .filter(route -> route.family() == family)
                    .forEach(route -> routes.line(route(route)));
            Assignments rules = file();
            network.rules(family).forEach(rule -> rules.line(rule(rule)));
            if (!routes.isEmpty()) {
                files.add(routes.at(directory + "/route" + suffix));
            }
            if (!rules.isEmpty()) {
                files.add(rules.at(directory + "/rule" + suffix));
            }
        }
        return files;
    }

    /** What ifup-routes gives to {@code ip route add}. */
    private String route(Route route) {
        NextHop hop = route.hops().getFirst();
        StringBuilder words = new StringBuilder(route.destination().toIproute2());
        hop.gateway().ifPresent(gateway -> words.append(" via ").append(gateway));
        words.append(" dev ").append(link()).append(hop.onLink() ? " onlink" : "");
        words.append(" table ").append(Route.tableName(route.table()));
        route.preferredSource().ifPresent(source -> words.append(" src ").append(source));
        if (route.metric() != 0) {
            words.append(" metric ").append(route.metric());
        }
        return words.append(" proto ").append(route.protocol()).toString();
    }

    /** What ifup-routes gives to {@code ip rule add}, and ifdown-routes to {@code ip rule del}. */
    private String rule(Rule rule) {
        return "pref " + rule.priority() + " " + rule.selector() + " lookup " + rule.table()
                + (protocol ? " proto " + rule.protocol() : "");
    }
}
