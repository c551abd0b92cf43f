package dev.enid.core.render;

import dev.enid.core.file.HostFile;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what network-scripts (sysconfig.txt of initscripts 9) and SLES (ifcfg(5), ifroute(5), ifrule(5) of wicked) read, and refuses
 * what their documents do not know.
 */
public final class SysconfigSyntax {

    /** Base and IPv6 items for real interfaces; {@code #} stands for a number. Then those of ec2-net-utils 1.x. */
    private static final Set<String> SCRIPTS = Set.of(
            "DEVICE",
            "TYPE",
            "IPADDR#",
            "PREFIX#",
            "NETMASK#",
            "GATEWAY",
            "METRIC",
            "ONBOOT",
            "HOTPLUG",
            "USERCTL",
            "BOOTPROTO",
            "MTU",
            "PEERDNS",
            "SCOPE",
            "SRCADDR",
            "HWADDR",
            "NOZEROCONF",
            "PERSISTENT_DHCLIENT",
            "DHCPRELEASE",
            "NM_CONTROLLED",
            "ZONE",
            "ARPCHECK#",
            "ARPUPDATE#",
            "IPV4_FAILURE_FATAL",
            "DEFROUTE",
            "IPV6INIT",
            "IPV6ADDR",
            "IPV6ADDR_SECONDARIES",
            "IPV6_MTU",
            "IPV6_AUTOCONF",
            "DHCPV6C",
            "DHCPV6C_OPTIONS",
            "EC2SYNC",
            "MAINROUTETABLE");

    private static final Set<String> WICKED = Set.of(
            "STARTMODE",
            "BOOTPROTO",
            "IPADDR_#",
            "PREFIXLEN_#",
            "NETMASK_#",
            "BROADCAST_#",
            "LABEL_#",
            "SCOPE_#",
            "MTU",
            "LLADDR",
            "LINK_REQUIRED",
            "CHECK_DUPLICATE_IP",
            "SEND_GRATUITOUS_ARP",
            "FIREWALL",
            "ZONE");

    private static final Pattern ASSIGNMENT =
            Pattern.compile("([A-Z0-9_]+)=(?:\"([^\"$`\\\\]*)\"|([A-Za-z0-9.:/_-]+))");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Said said = Said.nothing();

    private SysconfigSyntax() {}

    /** The files of one link, by network-scripts. */
    public static SysconfigSyntax scripts(Collection<HostFile> files, String link) {
        SysconfigSyntax syntax = new SysconfigSyntax();
        for (HostFile file : files) {
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            List<String> lines = lines(file);
            switch (name.substring(0, name.length() - link.length() - 1)) {
                case "ifcfg" -> lines.forEach(line -> syntax.assign(line, SCRIPTS));
                case "route" -> lines.forEach(line -> RouteWords.route(line, Family.V4, link, syntax.said));
                case "route6" -> lines.forEach(line -> RouteWords.route(line, Family.V6, link, syntax.said));
                case "rule", "rule6" ->
                    lines.forEach(
                            line -> RouteWords.rule(line, Set.of("pref", "from", "lookup", "proto"), syntax.said));
                default -> throw new AssertionError(name);
            }
        }
        for (int i = 0; syntax.values.containsKey("IPADDR" + i); i++) {
            syntax.said.address(Ip.parse(syntax.value("IPADDR" + i)), Integer.parseInt(syntax.value("PREFIX" + i)));
        }
        Optional.ofNullable(syntax.values.get("IPV6ADDR")).ifPresent(syntax::address);
        Optional.ofNullable(syntax.values.get("IPV6ADDR_SECONDARIES"))
                .ifPresent(all -> List.of(all.split(" ")).forEach(syntax::address));
        return syntax;
    }

    /** The files of one link, by wicked. */
    public static SysconfigSyntax wicked(Collection<HostFile> files, String link) {
        SysconfigSyntax syntax = new SysconfigSyntax();
        for (HostFile file : files) {
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            List<String> lines = lines(file);
            switch (name.substring(0, name.length() - link.length() - 1)) {
                case "ifcfg" -> lines.forEach(line -> syntax.assign(line, WICKED));
                case "ifroute" -> lines.forEach(line -> syntax.ifroute(line, link));
                case "ifrule" -> lines.forEach(syntax::ifrule);
                default -> throw new AssertionError(name);
            }
        }
        for (int i = 0; syntax.values.containsKey("IPADDR_" + i); i++) {
            syntax.address(syntax.value("IPADDR_" + i));
        }
        return syntax;
    }

    private static List<String> lines(HostFile file) {
        return file.text().lines().filter(line -> !line.startsWith("#")).toList();
    }

    private void assign(String line, Set<String> known) {
        Matcher matcher = ASSIGNMENT.matcher(line);
        if (!matcher.matches() || !known.contains(matcher.group(1).replaceFirst("(?<=[A-Z_])\\d+$", "#"))) {
            if (!matcher.matches() || !known.contains(matcher.group(1))) {
                throw new AssertionError("not known: " + line);
            }
        }
        String value = Optional.ofNullable(matcher.group(2)).orElse(matcher.group(3));
        if (values.put(matcher.group(1), value) != null) {
            throw new AssertionError("twice: " + line);
        }
    }

    private void address(String text) {
        String[] parts = text.split("/", 2);
        said.address(Ip.parse(parts[0]), Integer.parseInt(parts[1]));
    }

    /** {@code Destination Gateway Netmask Interface Options}. */
    private void ifroute(String line, String link) {
        String[] columns = line.split(" ", 5);
        if (!columns[2].equals("-") || !columns[3].equals(link) || columns[4].contains("onlink")) {
            throw new AssertionError(line);
        }
        boolean v6 = (columns[0] + columns[1]).contains(":");
        String via = columns[1].equals("-") ? "" : " via " + columns[1];
        RouteWords.route(columns[0] + via + " dev " + link + " " + columns[4], v6 ? Family.V6 : Family.V4, link, said);
    }

    private void ifrule(String line) {
        String family = line.contains(":") ? "ipv6 " : "ipv4 ";
        if (!line.startsWith(family)) {
            throw new AssertionError(line);
        }
        RouteWords.rule(line.substring(family.length()), Set.of("from", "table", "pref"), said);
    }

    public String value(String key) {
        return Optional.ofNullable(values.get(key)).orElseThrow(() -> new AssertionError("no " + key + ": " + values));
    }

    public Said said() {
        return said;
    }
}
