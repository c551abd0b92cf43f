package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.util.ArrayList;
import java.util.List;

/** The files of one ENI: ifcfg(5), ifroute(5) and ifrule(5) of wicked, of which SLES 11 reads the first two. */
record SlesFiles(EniNetwork network, String directory) {

    private String link() {
        return network.link().name();
    }

    private Assignments file() {
        return new Assignments(Marker.of(Backend.SLES, network.eni().id(), link()));
    }

    /** Neither takes back the kernel's own routes: of IPv4 it is the ENI's subnet, of IPv6 an address is alone in its network. */
    HostFile ifcfg() {
        Assignments file = file().line(
                        "# To keep enid off this file and off " + link() + ", add a line that says: # EC2SYNC=no")
                .set("STARTMODE", "hotplug")
                .set("BOOTPROTO", "static")
                .set("MTU", network.link().mtu())
                // The VPC gives an address to one ENI only.
                .set("CHECK_DUPLICATE_IP", "no");
        List<Address> addresses = network.addresses();
        for (int i = 0; i < addresses.size(); i++) {
            Address address = addresses.get(i);
            int length = address.ip().family() == Family.V4 ? address.prefixLength() : Family.V6.bits();
            file.set("IPADDR_" + i, address.ip() + "/" + length);
        }
        return file.at(directory + "/ifcfg-" + link());
    }

    List<HostFile> routesAndRules() {
        Assignments routes = file();
        network.routes().forEach(route -> routes.line(route(route)));
        Assignments rules = file();
        network.rules().forEach(rule -> rules.line(rule(rule)));
        List<HostFile> files = new ArrayList<>();
        if (!routes.isEmpty()) {
            files.add(routes.at(directory + "/ifroute-" + link()));
        }
        if (!rules.isEmpty()) {
            files.add(rules.at(directory + "/ifrule-" + link()));
        }
        return files;
    }

    /** Destination, gateway, netmask, interface, options; wicked refuses the whole line for {@code onlink}. */
    private String route(Route route) {
        String gateway = route.hops().getFirst().gateway().map(Object::toString).orElse("-");
        StringBuilder words = new StringBuilder(route.destination().toIproute2())
                .append(' ')
                .append(gateway)
                .append(" - ")
                .append(link())
                .append(" table ")
                .append(Route.tableName(route.table()));
        route.preferredSource().ifPresent(source -> words.append(" src ").append(source));
        if (route.metric() != 0) {
            words.append(" metric ").append(route.metric());
        }
        return words.append(" proto ").append(route.protocol()).toString();
    }

    /** Here wicked knows no protocol. */
    private static String rule(Rule rule) {
        return (rule.family() == Family.V4 ? "ipv4 " : "ipv6 ") + rule.selector() + " table " + rule.table() + " pref "
                + rule.priority();
    }
}
