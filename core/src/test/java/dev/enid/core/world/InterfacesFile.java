package dev.enid.core.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file as ifupdown reads it (interfaces(5)): what is not known there is refused. */
record InterfacesFile(List<String> hotplug, List<Stanza> stanzas) {

    private static final Set<String> OF_DHCP = Set.of("metric", "pre-up", "up", "down", "post-down");
    private static final Set<String> OF_MANUAL = Set.of("pre-up", "up", "down", "post-down");
    private static final Pattern IFACE = Pattern.compile("iface (\\S+) (inet6?) (dhcp|manual)");
    private static final Pattern OPTION = Pattern.compile("    ([a-z-]+) (\\S.*)");

    /** What the shell does for a line that must not fail: {@code ip ... || true}, and the same with a second try. */
    private static final Pattern NEVER_FAILS =
            Pattern.compile("(?<command>.*?)(?: 2>/dev/null)?(?: \\|\\| (?<second>ip .*))? \\|\\| true");

    /** One family of one link. */
    record Stanza(String link, boolean v6, boolean dhcp, List<Option> options) {

        List<String> of(String name) {
            return options.stream()
                    .filter(option -> option.name().equals(name))
                    .map(Option::value)
                    .toList();
        }

        /** The commands of iproute2 of one phase, as {@link IpScript} takes them, other than those that mend what a stranger left. */
        List<String> ip(String phase) {
            return of(phase).stream()
                    .map(InterfacesFile::command)
                    .filter(line -> line.startsWith("ip ") && !line.endsWith(" proto kernel"))
                    .map(line -> line.replaceFirst("^ip ", "").replaceFirst("^-4 ", ""))
                    .toList();
        }
    }

    record Option(String name, String value) {}

    static InterfacesFile parse(String text) {
        List<String> hotplug = new ArrayList<>();
        List<Stanza> stanzas = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher iface = IFACE.matcher(line);
            Matcher option = OPTION.matcher(line);
            if (line.startsWith("allow-hotplug ")) {
                hotplug.add(line.substring("allow-hotplug ".length()));
            } else if (iface.matches()) {
                boolean v6 = iface.group(2).equals("inet6");
                boolean dhcp = iface.group(3).equals("dhcp");
                stanzas.add(new Stanza(iface.group(1), v6, dhcp, new ArrayList<>()));
            } else if (option.matches() && (stanzas.getLast().dhcp() ? OF_DHCP : OF_MANUAL).contains(option.group(1))) {
                stanzas.getLast().options().add(new Option(option.group(1), option.group(2)));
            } else {
                throw new IllegalArgumentException("no line of interfaces(5): " + line);
            }
        }
        return new InterfacesFile(hotplug, stanzas);
    }

    Stream<String> ip(String phase) {
        return stanzas.stream().flatMap(stanza -> stanza.ip(phase).stream());
    }

    private static String command(String line) {
        Matcher never = NEVER_FAILS.matcher(line);
        if (!never.matches()) {
            throw new IllegalArgumentException("can make ifup fail: " + line);
        }
        String command = never.group("command");
        String second = never.group("second");
        if (second != null && !command.replaceFirst(" proto \\d+$", "").equals(second)) {
            throw new IllegalArgumentException("the second try is another: " + line);
        }
        return command;
    }
}
