package dev.enid.core.render;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Route;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads NetworkManager's profiles as nm-settings-keyfile(5) has them, refuses keys it does not know, and says what NetworkManager makes
 * of one: with the routes that it adds by itself.
 */
public final class KeyfileSyntax {

    private static final Set<String> IP = Set.of("method", "route-table", "route-metric");

    /** Of those documented the ones that a profile of ours may have; {@code #} stands for a number. */
    private static final Map<String, Set<String>> KEYS = Map.of(
            "connection", Set.of("id", "uuid", "type", "autoconnect-priority"),
            "user", Set.of("org.freedesktop.nm-cloud-setup.skip"),
            "ethernet", Set.of("mac-address", "mtu"),
            "ipv4", Set.of("dad-timeout", "address#", "route#", "route#_options", "routing-rule#"),
            "ipv6", Set.of("addr-gen-mode", "address#", "route#", "route#_options", "routing-rule#"));

    private static final Pattern RULE = Pattern.compile("priority (\\d+) from (\\S+) table (\\d+)");
    private static final Cidr LINK_LOCAL_V6 = Cidr.parse("fe80::/64");

    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    private KeyfileSyntax() {}

    /** Throws AssertionError for anything that is no profile. */
    public static KeyfileSyntax read(String text) {
        KeyfileSyntax syntax = new KeyfileSyntax();
        String section = "";
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
                if (!KEYS.containsKey(section) || syntax.sections.put(section, new LinkedHashMap<>()) != null) {
                    throw new AssertionError(line);
                }
                continue;
            }
            syntax.assign(section, line);
        }
        return syntax;
    }

    private void assign(String section, String line) {
        String[] sides = line.split("=", 2);
        String plain = sides[0].replaceFirst("^(address|route|routing-rule)[1-9]\\d*(|_options)$", "$1#$2");
        boolean known = KEYS.getOrDefault(section, Set.of()).contains(plain)
                || (section.startsWith("ip") && IP.contains(plain));
        if (sides.length < 2 || !known || section(section).put(sides[0], sides[1]) != null) {
            throw new AssertionError("[" + section + "] " + line);
        }
    }

    private Map<String, String> section(String name) {
        return Optional.ofNullable(sections.get(name)).orElseThrow(() -> new AssertionError("no [" + name + "]"));
    }

    public String value(String section, String key) {
        return Optional.ofNullable(section(section).get(key))
                .orElseThrow(() -> new AssertionError("no " + key + " in [" + section + "]"));
    }

    /** What comes into the kernel once it is activated. */
    public Said said() {
        Said said = Said.nothing();
        family("ipv4", Family.V4, said);
        family("ipv6", Family.V6, said);
        return said;
    }

    private void family(String section, Family family, Said said) {
        int table = Integer.parseInt(value(section, "route-table"));
        long metric = Long.parseLong(value(section, "route-metric"));
        List<String> addresses = numbered(section, "address");
        String method = value(section, "method");
        if (!method.equals(addresses.isEmpty() ? family == Family.V4 ? "disabled" : "ignore" : "manual")) {
            throw new AssertionError("method=" + method + " with " + addresses);
        }
        for (String text : addresses) {
            String[] parts = text.split("/", 2);
            Ip ip = Ip.parse(parts[0]);
            int length = Integer.parseInt(parts[1]);
            said.address(ip, length);
            Cidr network = Cidr.of(ip, length);
            if (!network.isHost()) {
                Optional<Ip> source = family == Family.V4 ? Optional.of(ip) : Optional.empty();
                said.route(table, network, metric, Optional.empty(), false, source);
            }
        }
        if (family == Family.V6 && method.equals("manual")) {
            said.route(table, LINK_LOCAL_V6, metric, Optional.empty(), false, Optional.empty());
        }
        for (int i = 1; i <= numbered(section, "route").size(); i++) {
            route(value(section, "route" + i), value(section, "route" + i + "_options"), said);
        }
        for (String text : numbered(section, "routing-rule")) {
            Matcher rule = RULE.matcher(text);
            if (!rule.matches()) {
                throw new AssertionError(text);
            }
            said.rule(Integer.parseInt(rule.group(1)), prefix(rule.group(2)), Integer.parseInt(rule.group(3)));
        }
    }

    /** Numbered from 1 without a gap: NetworkManager skips none, but people read them. */
    private List<String> numbered(String section, String key) {
        Map<String, String> all = section(section);
        List<String> values = new java.util.ArrayList<>();
        for (int i = 1; all.containsKey(key + i); i++) {
            values.add(value(section, key + i));
        }
        long there =
                all.keySet().stream().filter(each -> each.matches(key + "\\d+")).count();
        if (there != values.size()) {
            throw new AssertionError(key + " is not numbered from 1: " + all);
        }
        return values;
    }

    private static void route(String text, String optionText, Said said) {
        String[] parts = text.split(",", -1);
        Cidr destination = Cidr.parse(parts[0]);
        Optional<Ip> gateway = Optional.of(Ip.parse(parts[1])).filter(ip -> !ip.isUnspecified());
        Map<String, String> options = new LinkedHashMap<>();
        Arrays.stream(optionText.split(",")).map(option -> option.split("=", 2)).forEach(sides -> {
            if (!Set.of("table", "src", "onlink").contains(sides[0])) {
                throw new AssertionError(optionText);
            }
            options.put(sides[0], sides[1]);
        });
        Optional<Ip> source = Optional.ofNullable(options.get("src")).map(Ip::parse);
        int table = Integer.parseInt(Optional.ofNullable(options.get("table")).orElseThrow());
        boolean ofKernel = destination.equals(LINK_LOCAL_V6) && table == Route.MAIN;
        if (!ofKernel) {
            said.route(
                    table,
                    destination,
                    Long.parseLong(parts[2]),
                    gateway,
                    "true".equals(options.get("onlink")),
                    source);
        }
    }

    private static Cidr prefix(String text) {
        return text.contains("/") ? Cidr.parse(text) : Ip.parse(text).toCidr();
    }
}
