package dev.enid.core.render;

import dev.enid.core.file.Backend;
import dev.enid.core.file.HostFile;
import dev.enid.core.file.Marker;
import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of one ENI, in the words of systemd 247 to 257 and under the names of amazon-ec2-net-utils 2.x. The first address of each
 * family comes by DHCP, as there; all routes are told one by one, since what networkd makes of a lease in the main table (the prefix's
 * route, a host route to the gateway and to each name server) would come before the primary's.
 */
final class NetworkdFiles {

    private final EniNetwork network;
    private final Eni eni;
    private final NetworkdPlace place;
    private final Marker marker;

    NetworkdFiles(EniNetwork network, NetworkdPlace place) {
        this.network = network;
        this.eni = network.eni();
        this.place = place;
        this.marker = Marker.of(Backend.NETWORKD, eni.id(), network.link().name());
    }

    List<HostFile> all() {
        List<HostFile> files = new ArrayList<>();
        if (place.own()) {
            files.add(main());
        }
        files.add(interfaceItself());
        List<Address> aliases = network.addresses().stream()
                .filter(address -> !isByDhcp(address))
                .toList();
        if (!aliases.isEmpty()) {
            files.add(aliases(aliases));
        }
        for (Family family : Family.values()) {
            if (!network.rules(family).isEmpty()) {
                files.add(policy(family));
            }
        }
        return files;
    }

    /** What amazon-ec2-net-utils has in 80-ec2.network; a match by the name, too, since VLANs bear the MAC address of their ENI. */
    private HostFile main() {
        return new NetworkFile(marker)
                .section("Match")
                .set("Name", network.link().name())
                .set("MACAddress", eni.mac())
                .section("Network")
                .set("LLMNR", false)
                .set("DNSDefaultRoute", true)
                .section("DHCPv4")
                .set("UseHostname", false)
                .set("UseDNS", true)
                .set("UseNTP", true)
                .set("UseDomains", true)
                .section("DHCPv6")
                .set("UseHostname", false)
                .set("UseDNS", true)
                .set("UseNTP", true)
                .at(place.file());
    }

    private HostFile interfaceItself() {
        boolean v4 = network.addresses(Family.V4).stream().anyMatch(this::isByDhcp);
        boolean v6 = network.addresses(Family.V6).stream().anyMatch(this::isByDhcp);
        NetworkFile file = new NetworkFile(marker)
                .section("Match")
                .set("MACAddress", eni.mac())
                .section("Link")
                .set("MTUBytes", network.link().mtu())
                .section("Network")
                .set("DHCP", v4 && v6 ? "yes" : v4 ? "ipv4" : v6 ? "ipv6" : "no")
                .set("IPv6AcceptRA", v6)
                .set("IPv6DuplicateAddressDetection", 0)
                // A lease outlives a reload and networkd's own restart: the address is the ENI's, whatever a DHCP
                // server says.
                .set("KeepConfiguration", "dhcp");
        if (!eni.ipv6().isEmpty()) {
            file.set("LinkLocalAddressing", "ipv6");
        }
        if (v4) {
            file.section("DHCPv4")
                    .set("RouteTable", eni.table())
                    .set("RouteMetric", metric(Family.V4))
                    .set("UseGateway", false)
                    .set("UseRoutes", false)
                    .set("RoutesToDNS", false)
                    // Known since 249; there were no such routes before.
                    .set("RoutesToNTP", false)
                    .set("UseMTU", false);
        }
        if (v6) {
            file.section("DHCPv6")
                    // Known since 246, under this name and with this word.
                    .set("WithoutRA", "solicit")
                    .section("IPv6AcceptRA")
                    .set("RouteTable", eni.table())
                    // Known since 249; 1024 before. It is about the ENI's table only.
                    .set("RouteMetric", metric(Family.V6))
                    // Known since 250; before, the ENI's table has what is advertised.
                    .set("UseGateway", false)
                    .set("UseRoutePrefix", false)
                    .set("UseMTU", false)
                    .set("UseAutonomousPrefix", false)
                    .set("UseOnLinkPrefix", false);
        }
        network.routes().forEach(route -> route(file, route));
        return file.at(place.dropIn("eni.conf"));
    }

    /** As amazon-ec2-net-utils counts: behind what the primary has. */
    private long metric(Family family) {
        return network.metric(family).orElse(512L + eni.metricOffset());
    }

    private void route(NetworkFile file, Route route) {
        Family family = route.family();
        Optional<Ip> gateway = route.hops().getFirst().gateway();
        file.section("Route").set("Destination", route.destination());
        gateway.ifPresent(ip -> file.set("Gateway", ip).set("GatewayOnLink", true));
        file.set("Table", route.table());
        if (route.metric() > 0) {
            file.set("Metric", route.metric());
        }
        if (family == Family.V4 && gateway.isEmpty()) {
            // The default only since 248.
            file.set("Scope", "link");
        }
        source(route).ifPresent(ip -> file.set("PreferredSource", ip));
    }

    /**
     * The first address, where it is on this link: networkd makes such a route once the address is there. What is in the kernel at
     * the moment does not count, or the file would be another one while an address is being put there.
     */
    private Optional<Ip> source(Route route) {
        Family family = route.family();
        boolean linkLocal = route.destination().ip().isLinkLocal();
        return network.addresses(family).stream()
                .filter(_ -> !linkLocal)
                .map(Address::ip)
                .filter(eni.addresses(family).getFirst()::equals)
                .findFirst();
    }

    private HostFile aliases(List<Address> aliases) {
        NetworkFile file = new NetworkFile(marker);
        for (Address address : aliases) {
            file.section("Address")
                    .set("Address", address.ip() + "/" + address.prefixLength())
                    .set("AddPrefixRoute", false);
            if (address.has(Address.NODAD)) {
                file.set("DuplicateAddressDetection", "none");
            }
        }
        return file.at(place.dropIn("ec2net_alias.conf"));
    }

    private HostFile policy(Family family) {
        NetworkFile file = new NetworkFile(marker);
        for (Rule rule : network.rules(family)) {
            file.section("RoutingPolicyRule")
                    .set("From", rule.selector().from().orElseThrow())
                    .set("Table", rule.table())
                    .set("Priority", rule.priority());
        }
        return file.at(place.dropIn("ec2net_policy_" + (family == Family.V4 ? 4 : 6) + ".conf"));
    }

    /** The ENI's first address of its family, with the subnet's prefix length. */
    private boolean isByDhcp(Address address) {
        Family family = address.ip().family();
        return address.ip().equals(eni.addresses(family).getFirst()) && address.prefixLength() < family.bits();
    }
}
