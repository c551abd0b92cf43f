package dev.enid.core.render;

import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether the [Match] section of a .network file and its drop-ins is about a link, as systemd.network(5) has it: every condition must
 * hold.
 */
final class NetworkdMatch {

    /** What is known of it. */
    enum Verdict {
        /** It is not about this link. */
        NO,
        /** It is about this link and, by its name or MAC address, about no other. */
        THIS_LINK,
        /** It is about several links, or may be: what it asks is not known here. */
        MAYBE
    }

    /** What one condition says. */
    private enum Answer {
        NO,
        YES,
        ONLY,
        UNKNOWN
    }

    private final Map<String, List<String>> conditions = new TreeMap<>();

    /** @param texts of the main file, then of its drop-ins in the order in which they are read */
    NetworkdMatch(List<String> texts) {
        texts.forEach(this::read);
    }

    private void read(String text) {
        String section = "";
        // A line that ends in a backslash goes on in the next one.
        for (String line : text.replace("\\\n", " ").split("\n", -1)) {
            String plain = line.strip();
            int equals = plain.indexOf('=');
            if (plain.startsWith("#") || plain.startsWith(";")) {
                continue;
            }
            if (plain.startsWith("[")) {
                section = plain;
            } else if (section.equals("[Match]") && equals > 0) {
                add(
                        plain.substring(0, equals).strip(),
                        plain.substring(equals + 1).strip());
            }
        }
    }

    /** Assignments of one key are merged; an empty one forgets those before it. A list behind "!" is inverted, word by word. */
    private void add(String key, String value) {
        if (value.isEmpty()) {
            conditions.remove(key);
            return;
        }
        boolean inverted = value.startsWith("!");
        Stream.of((inverted ? value.substring(1) : value).strip().split("\\s+"))
                .map(word -> word.replaceAll("^[\"']|[\"']$", ""))
                .forEach(word ->
                        conditions.computeIfAbsent(key, _ -> new ArrayList<>()).add(inverted ? "!" + word : word));
    }

    Verdict of(Link link) {
        boolean only = false;
        // systemd before 253 took a file without conditions for one about every link.
        boolean sure = !conditions.isEmpty();
        for (Map.Entry<String, List<String>> condition : conditions.entrySet()) {
            switch (answer(condition.getKey(), condition.getValue(), link)) {
                case NO -> {
                    return Verdict.NO;
                }
                case YES -> {}
                case ONLY -> only = true;
                case UNKNOWN -> sure = false;
            }
        }
        return only && sure ? Verdict.THIS_LINK : Verdict.MAYBE;
    }

    private static Answer answer(String key, List<String> words, Link link) {
        return switch (key) {
            case "Name" -> name(words, link);
            case "MACAddress" -> mac(words, link.mac());
            // A kernel before 5.6 does not tell it, though networkd knows it by other means.
            case "PermanentMACAddress" ->
                link.permanentMac().isPresent()
                        ? mac(words, link.permanentMac())
                        : mac(words, link.mac()) == Answer.NO ? Answer.NO : Answer.UNKNOWN;
            case "Type" -> holds(words, "ether") ? Answer.YES : Answer.NO;
            case "Kind" -> holds(words, link.kind()) ? Answer.YES : Answer.NO;
            // Driver, Path, Property, Host and others: not known here.
            default -> Answer.UNKNOWN;
        };
    }

    private static Answer name(List<String> words, Link link) {
        List<String> names =
                Stream.concat(Stream.of(link.name()), link.altNames().stream()).toList();
        // As networkd does it: "!eth0" holds for eth0, too, as soon as that has another name.
        if (names.stream().noneMatch(name -> holds(words, name))) {
            return Answer.NO;
        }
        return names.containsAll(words) ? Answer.ONLY : Answer.YES;
    }

    private static Answer mac(List<String> words, Optional<Mac> mac) {
        List<String> plain =
                words.stream().map(NetworkdMatch::digits).distinct().toList();
        if (mac.isEmpty() || !plain.contains(digits(mac.get().toString()))) {
            return Answer.NO;
        }
        return plain.size() == 1 ? Answer.ONLY : Answer.YES;
    }

    /** 02:00:5e:10:00:01, 02-00-5E-10-00-01 and 0200.5e10.0001 are one address. */
    private static String digits(String mac) {
        return mac.replaceAll("[:.-]", "").toLowerCase(Locale.ROOT);
    }

    /**
     * networkd's net_condition_test_strv(): some pattern fits, or all are inverted, and no inverted one fits. To what is not there (the
     * kind of hardware) none does, not even a star.
     */
    private static boolean holds(List<String> words, String value) {
        boolean positive = false;
        boolean fits = false;
        for (String word : words) {
            boolean inverted = word.startsWith("!");
            positive |= !inverted;
            if (!value.isEmpty() && Glob.matches(inverted ? word.substring(1) : word, value)) {
                if (inverted) {
                    return false;
                }
                fits = true;
            }
        }
        return positive ? fits : true;
    }
}
