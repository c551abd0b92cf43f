package dev.enid.core.render;

import dev.enid.core.file.FileSet;
import dev.enid.core.file.HostFile;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads .network files and their drop-ins as systemd.network(5) has them, and refuses what it does not know. */
public final class NetworkdSyntax {

    private static final Map<String, Set<String>> KEYS = Map.of(
            "Match", Set.of("Name", "MACAddress"),
            "Link", Set.of("MTUBytes"),
            "Network",
                    Set.of(
                            "DHCP",
                            "IPv6AcceptRA",
                            "IPv6DuplicateAddressDetection",
                            "KeepConfiguration",
                            "LinkLocalAddressing",
                            "LLMNR",
                            "DNSDefaultRoute"),
            "DHCPv4",
                    Set.of(
                            "RouteTable",
                            "RouteMetric",
                            "UseGateway",
                            "UseRoutes",
                            "RoutesToDNS",
                            "RoutesToNTP",
                            "UseMTU",
                            "UseHostname",
                            "UseDNS",
                            "UseNTP",
                            "UseDomains"),
            "DHCPv6", Set.of("WithoutRA", "UseHostname", "UseDNS", "UseNTP"),
            "IPv6AcceptRA",
                    Set.of(
                            "RouteTable",
                            "RouteMetric",
                            "UseGateway",
                            "UseRoutePrefix",
                            "UseMTU",
                            "UseAutonomousPrefix",
                            "UseOnLinkPrefix"),
            "Address", Set.of("Address", "AddPrefixRoute", "DuplicateAddressDetection"),
            "Route", Set.of("Destination", "Gateway", "GatewayOnLink", "Table", "Metric", "Scope", "PreferredSource"),
            "RoutingPolicyRule", Set.of("From", "Table", "Priority"));

    /** Of these there may be many; assignments to another are all one section's. */
    private static final Set<String> LISTS = Set.of("Address", "Route", "RoutingPolicyRule");

    private final Map<String, Map<String, String>> single = new LinkedHashMap<>();
    private final Map<String, List<Map<String, String>>> lists = new LinkedHashMap<>();

    /** A route's identity and where it leads. */
    public record ReadRoute(int table, Cidr destination, long metric, Optional<Ip> gateway, Optional<Ip> source) {}

    /** A rule: from, lookup, with that priority. */
    public record ReadRule(Cidr from, int table, int priority) {}

    /** Throws AssertionError for anything that is no such file. */
    public static NetworkdSyntax read(FileSet files) {
        NetworkdSyntax syntax = new NetworkdSyntax();
        files.files().values().stream().map(HostFile::text).forEach(syntax::parse);
        return syntax;
    }

    private void parse(String text) {
        Map<String, String> section = Map.of();
        Set<String> known = Set.of();
        for (String line : text.lines().toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                String name = line.substring(1, line.length() - 1);
                known = Optional.ofNullable(KEYS.get(name)).orElseThrow(() -> new AssertionError(line));
                section = new LinkedHashMap<>();
                if (LISTS.contains(name)) {
                    lists.computeIfAbsent(name, _ -> new ArrayList<>()).add(section);
                } else {
                    section = single.computeIfAbsent(name, _ -> new LinkedHashMap<>());
                }
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0 || !known.contains(line.substring(0, equals))) {
                throw new AssertionError("no such key: " + line);
            }
            section.put(line.substring(0, equals), line.substring(equals + 1));
        }
    }

    /** Throws AssertionError where it is not set. */
    public String value(String section, String key) {
        return Optional.ofNullable(single.getOrDefault(section, Map.of()).get(key))
                .orElseThrow(() -> new AssertionError("no " + key + " in [" + section + "]"));
    }

    public boolean dhcp(Family family) {
        String dhcp = value("Network", "DHCP");
        return dhcp.equals("yes") || dhcp.equals(family == Family.V4 ? "ipv4" : "ipv6");
    }

    /** {@code 10.0.2.21/32}; each without a route of its own, or it is told with one. */
    public SortedSet<String> addresses() {
        SortedSet<String> addresses = new TreeSet<>();
        sections("Address")
                .forEach(each -> addresses.add(each.get("Address")
                        + ("false".equals(each.get("AddPrefixRoute")) || "no".equals(each.get("AddPrefixRoute"))
                                ? ""
                                : " with a route")));
        return addresses;
    }

    public List<ReadRoute> routes() {
        return sections("Route").stream()
                .map(each -> new ReadRoute(
                        Integer.parseInt(each.getOrDefault("Table", "254")),
                        Cidr.parse(each.getOrDefault("Destination", "")),
                        metric(each),
                        Optional.ofNullable(each.get("Gateway")).map(Ip::parse),
                        Optional.ofNullable(each.get("PreferredSource")).map(Ip::parse)))
                .toList();
    }

    /** networkd itself leaves 0 for IPv4; for IPv6 the kernel takes 1024. */
    private static long metric(Map<String, String> route) {
        boolean v6 = route.getOrDefault("Destination", "").contains(":");
        return Long.parseLong(route.getOrDefault("Metric", v6 ? "1024" : "0"));
    }

    public List<ReadRule> rules() {
        return sections("RoutingPolicyRule").stream()
                .map(each -> new ReadRule(
                        Cidr.parse(each.getOrDefault("From", "")),
                        Integer.parseInt(each.getOrDefault("Table", "254")),
                        Integer.parseInt(each.getOrDefault("Priority", "-1"))))
                .toList();
    }

    private List<Map<String, String>> sections(String name) {
        return lists.getOrDefault(name, List.of());
    }
}
