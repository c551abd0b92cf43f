package dev.enid.lab.scenario;

import dev.enid.agent.settings.Suggestion;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Quoted;
import dev.enid.lab.topology.Vpc;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a topology calls things: a name that it does not know is told before anything is done. */
final class Names {

    /** What the EC2 API makes has a name from the lab, or is called by its id. */
    private static final Pattern MADE = Pattern.compile("(eni|instance)\\d+|(eni|i)-[0-9a-f]+");

    private static final Pattern PLACE = Pattern.compile("\\{([^{}. ]*)\\.([^{}. ]*)}");
    private static final Set<String> OF_ENI = Set.of("id", "link", "mac");

    private final Set<String> instances;
    private final Set<String> machines;
    private final Set<String> enis;
    private final Set<String> routeTables;

    Names(Vpc vpc) {
        instances = vpc.instances().keySet();
        enis = vpc.enis().keySet();
        routeTables = vpc.routeTables().keySet();
        machines = new TreeSet<>(instances);
        machines.addAll(vpc.outside().keySet());
        machines.add("fabric");
    }

    void instance(String name) {
        known("instance", name, instances);
    }

    void machine(String name) {
        known("machine", name, machines);
    }

    void eni(String name) {
        if (name.indexOf(':') < 0) {
            known("ENI", name, enis);
        }
    }

    /** An address, or an ENI for all of its own. */
    void target(String text) {
        if (Character.isDigit(text.charAt(0)) || text.indexOf(':') >= 0) {
            Ip.parse(text);
        } else {
            eni(text);
        }
    }

    /** {@code {web-1.link}} and the like, in the words of a command. */
    void places(List<String> words) {
        for (String word : words) {
            Matcher place = PLACE.matcher(word);
            while (place.find()) {
                place(place.group(), place.group(1), place.group(2));
            }
        }
    }

    /** The words with something in each place that could stand there. */
    static List<String> filled(List<String> words) {
        return words.stream()
                .map(word -> PLACE.matcher(word)
                        .replaceAll(place -> place.group(2).equals("mac") ? "02:00:5e:00:53:01" : "x"))
                .toList();
    }

    private void place(String whole, String name, String what) {
        if (what.equals("id") && (instances.contains(name) || routeTables.contains(name))) {
            return;
        }
        eni(name);
        if (!OF_ENI.contains(what)) {
            throw new IllegalArgumentException(whole + " is nothing that is put in: there is {" + name + ".id}, {"
                    + name + ".link} and {" + name + ".mac}");
        }
    }

    private static void known(String kind, String name, Collection<String> names) {
        if (names.contains(name) || MADE.matcher(name).matches()) {
            return;
        }
        Optional<String> meant = Suggestion.of(name, names);
        throw new IllegalArgumentException("no " + kind + " " + Quoted.of(name)
                + meant.map(each -> "; did you mean \"" + each + "\"?")
                        .orElse("; there is " + String.join(", ", names)));
    }
}
