package dev.enid.core.render;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The profile of one ENI, in the words of nm-settings-keyfile(5) as of NetworkManager 1.42; all of them are older than 1.36.
 *
 * <p>NetworkManager makes a route for the network of each address, and for fe80::/64, with the profile's {@code route-table} and
 * {@code route-metric}. These are the ENI's own table and the metric of its routes, so that nothing but what is written out comes
 * into the main table: there it would be copied as a route of others, and could outrank the primary's.
 */
final class NetworkManagerProfile {

    static final String DIRECTORY = "/etc/NetworkManager/system-connections";

    /** RFC 4291, 2.5.6: on every link. */
    private static final Cidr LINK_LOCAL_V6 = Cidr.parse("fe80::/64");

    /** Profiles that people and installers make have 0. */
    private static final int PRIORITY = 100;

    /** The kernel's own for fe80::/64. */
    private static final long METRIC_V6_LINK = 256;

    private final EniNetwork network;
    private final Keyfile file;

    private NetworkManagerProfile(EniNetwork network) {
        this.network = network;
        String link = network.link().name();
        this.file = new Keyfile(Marker.of(Backend.NETWORKMANAGER, network.eni().id(), link))
                .comment("To keep enid off this file and off " + link + ", add a line that says: # EC2SYNC=no");
    }

    static HostFile of(EniNetwork network) {
        return new NetworkManagerProfile(network).file();
    }

    /** How people call the profile of a link. */
    static String name(String link) {
        return "enid-" + link;
    }

    static String path(String link) {
        return DIRECTORY + "/" + name(link) + ".nmconnection";
    }

    /** By which NetworkManager tells profiles apart: the same for one ENI, whatever its link is called. */
    static UUID uuid(EniId eni) {
        return UUID.nameUUIDFromBytes(("enid/" + eni.text()).getBytes(US_ASCII));
    }

    private HostFile file() {
        String name = name(network.link().name());
        // It follows the ENI, not the name, which another ENI may have after the next boot.
        file.section("connection")
                .set("id", name)
                .set("uuid", uuid(network.eni().id()))
                .set("type", "ethernet")
                .set("autoconnect-priority", PRIORITY);
        file.section("user").set("org.freedesktop.nm-cloud-setup.skip", "yes");
        file.section("ethernet")
                .set("mac-address", network.eni().mac())
                .set("mtu", network.link().mtu());
        for (Family family : Family.values()) {
            family(family);
        }
        return file.at(path(network.link().name()), 0600);
    }

    private void family(Family family) {
        boolean v4 = family == Family.V4;
        List<Address> addresses = network.addresses(family);
        file.section(v4 ? "ipv4" : "ipv6");
        if (addresses.isEmpty()) {
            // Not disabled: what the kernel does by itself on every IPv6 link is nobody's to take away.
            file.set("method", v4 ? "disabled" : "ignore");
        } else {
            file.set("method", "manual");
            file.set(v4 ? "dad-timeout" : "addr-gen-mode", v4 ? "0" : "eui64");
        }
        addresses.forEach(address -> file.next("address", address.ip() + "/" + address.prefixLength()));
        file.set("route-table", network.eni().table());
        file.set("route-metric", metric(family));
        file.first();
        Set<Route.Id> own = own(family);
        network.routes().stream()
                .filter(route -> route.family() == family && !own.contains(route.key()))
                .forEach(this::route);
        if (!v4 && !addresses.isEmpty()) {
            file.next("route", LINK_LOCAL_V6 + ",::," + METRIC_V6_LINK).options("route", "table=" + Route.MAIN);
        }
        file.first();
        network.rules(family).forEach(rule -> file.next("routing-rule", rule(rule)));
    }

    /** The metric of the ENI's own table: the kernel's own, which IPv6 has none below. */
    private static long metric(Family family) {
        return family == Family.V4 ? 0 : 1024;
    }

    /** What NetworkManager routes without being told; once more, and the kernel would have two of it. */
    private Set<Route.Id> own(Family family) {
        Set<Route.Id> own = new HashSet<>();
        for (Address address : network.addresses(family)) {
            if (family == Family.V6 || address.prefixLength() < family.bits()) {
                own.add(id(Cidr.of(address.ip(), address.prefixLength())));
            }
        }
        if (family == Family.V6 && !own.isEmpty()) {
            own.add(id(LINK_LOCAL_V6));
        }
        return own;
    }

    private Route.Id id(Cidr destination) {
        return new Route.Id(network.eni().table(), destination, metric(destination.family()));
    }

    private void route(Route route) {
        NextHop hop = route.hops().getFirst();
        String unspecified = route.family() == Family.V4 ? "0.0.0.0" : "::";
        String gateway = hop.gateway().map(Object::toString).orElse(unspecified);
        List<String> options = new ArrayList<>();
        options.add("table=" + route.table());
        route.preferredSource().ifPresent(source -> options.add("src=" + source));
        if (hop.onLink()) {
            options.add("onlink=true");
        }
        file.next("route", route.destination() + "," + gateway + "," + route.metric())
                .options("route", String.join(",", options));
    }

    private static String rule(Rule rule) {
        return "priority " + rule.priority() + " " + rule.selector() + " table " + rule.table();
    }
}
