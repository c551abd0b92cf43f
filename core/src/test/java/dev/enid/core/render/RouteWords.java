package dev.enid.core.render;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Route;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Words that follow {@code ip route add} and {@code ip rule add}, each of them known to ip-route(8) or ip-rule(8). */
final class RouteWords {

    private static final Set<String> FLAGS = Set.of("onlink");

    private final Map<String, String> words = new LinkedHashMap<>();
    private final String first;

    /** @param known words that come with another one */
    private RouteWords(String line, boolean leading, Set<String> known) {
        Deque<String> rest = new ArrayDeque<>(List.of(line.split(" ")));
        first = leading ? rest.removeFirst() : "";
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            boolean flag = FLAGS.contains(word);
            if (!known.contains(word) || (!flag && rest.isEmpty())) {
                throw new AssertionError("not a word here: " + word + " in " + line);
            }
            if (words.put(word, flag ? "" : rest.removeFirst()) != null) {
                throw new AssertionError("twice: " + word + " in " + line);
            }
        }
    }

    /** A route of that family by that link. */
    static void route(String line, Family family, String link, Said said) {
        Set<String> known = Set.of("via", "dev", "onlink", "table", "src", "metric", "proto");
        RouteWords words = new RouteWords(line, true, known);
        if (!words.must("dev").equals(link) || !words.must("proto").equals("236")) {
            throw new AssertionError(line);
        }
        Cidr destination = destination(words.first, family);
        String table = words.must("table");
        said.route(
                table.equals("main") ? Route.MAIN : Integer.parseInt(table),
                destination,
                Long.parseLong(words.may("metric").orElse("0")),
                words.may("via").map(Ip::parse),
                words.may("onlink").isPresent(),
                words.may("src").map(Ip::parse));
    }

    /** A rule; its protocol, where it has one, is enid's. */
    static void rule(String line, Set<String> known, Said said) {
        RouteWords words = new RouteWords(line, false, known);
        if (!words.may("proto").orElse("236").equals("236")) {
            throw new AssertionError(line);
        }
        String table = words.may("lookup").orElseGet(() -> words.must("table"));
        said.rule(Integer.parseInt(words.must("pref")), prefix(words.must("from")), Integer.parseInt(table));
    }

    static Cidr destination(String text, Family family) {
        return text.equals("default") ? family.everything() : prefix(text);
    }

    private static Cidr prefix(String text) {
        return text.contains("/") ? Cidr.parse(text) : Ip.parse(text).toCidr();
    }

    private Optional<String> may(String word) {
        return Optional.ofNullable(words.get(word));
    }

    private String must(String word) {
        return may(word).orElseThrow(() -> new AssertionError("no " + word + " in " + words));
    }
}
