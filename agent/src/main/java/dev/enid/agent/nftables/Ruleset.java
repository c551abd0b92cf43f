package dev.enid.agent.nftables;

import dev.enid.agent.json.Json;
import dev.enid.core.kernel.MarkTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@link MarkTable} is in nftables' words (libnftables-json(5)).
 *
 * <p>Nothing of it is a chain of rules that is longer the more ENIs there are: which ENI a packet came by, and which mark a
 * connection has, are looked up in maps. Chains are called by their mark, since not every name of a link is one of a chain.
 */
final class Ruleset {

    /** By name of link: to the chain that remembers its mark. */
    static final String ENIS = "enis";

    /** By mark: to the chain that gives it to a packet. */
    static final String MARKS = "marks";

    static final String PREROUTING = "prerouting";

    /** The name {@code mangle} in nft's listings: after conntrack (-200) has found the connection, before anybody's NAT. */
    static final int PRIORITY = -150;

    private static final String FAMILY = "inet";

    /**
     * A rule.
     *
     * @param comment says what it is for, and with which bits, to whoever reads the table, and to ourselves
     */
    record Rule(String chain, String comment, List<Map<String, Object>> expressions) {}

    private final MarkTable table;
    private final SortedMap<Integer, String> links = new TreeMap<>();

    Ruleset(MarkTable table) {
        this.table = table;
        table.marks().forEach((link, mark) -> links.merge(mark, link, (one, other) -> one + ", " + other));
    }

    static String remembering(int mark) {
        return "remember-" + hex(mark);
    }

    static String answering(int mark) {
        return "answer-" + hex(mark);
    }

    static String hex(int bits) {
        return "0x" + Integer.toHexString(bits);
    }

    /** The comment that also tells the mask: {@link TableReader} finds it in there. */
    static String takingUp(int mask) {
        return "enid: a connection remembers the ENI that it came in by, in " + hex(mask) + " of its mark";
    }

    /** Every chain beside {@link #PREROUTING}. */
    List<String> chains() {
        List<String> chains = new ArrayList<>();
        for (int mark : links.keySet()) {
            chains.add(remembering(mark));
            chains.add(answering(mark));
        }
        return chains;
    }

    /** Every rule, chain by chain. */
    List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        links.forEach((mark, link) -> {
            rules.add(new Rule(
                    remembering(mark),
                    "enid: came in by " + link + ", " + within(mark),
                    List.of(unless(mark), set("ct", mark))));
            rules.add(new Rule(
                    answering(mark), "enid: to leave by " + link + ", " + within(mark), List.of(set("meta", mark))));
        });
        // The direction and not the state: a packet of a connection that was there before this table counts too, and so
        // does one
        // that the client sends by another ENI from now on.
        rules.add(new Rule(
                PREROUTING,
                takingUp(table.mask()),
                List.of(direction("original"), lookUp(key("meta", "iifname"), ENIS))));
        rules.add(new Rule(
                PREROUTING,
                "enid: what answers it gets these bits, and by them the table of that ENI",
                List.of(direction("reply"), lookUp(masked("ct", table.mask()), MARKS))));
        return rules;
    }

    private String within(int mark) {
        return hex(mark) + "/" + hex(table.mask());
    }

    /** Makes it so, whatever has been there: one transaction. */
    String putting() {
        List<Map<String, Object>> commands = new ArrayList<>(removal());
        commands.add(add("table", object("family", FAMILY, "name", Nftables.TABLE)));
        chains().forEach(chain -> commands.add(add("chain", in("name", chain))));
        List<Object> enis = new ArrayList<>();
        table.marks().forEach((link, mark) -> enis.add(List.of(link, leadTo(remembering(mark)))));
        commands.add(map(ENIS, "ifname", enis));
        List<Object> marks = new ArrayList<>();
        links.keySet().forEach(mark -> marks.add(List.of(unsigned(mark), leadTo(answering(mark)))));
        commands.add(map(MARKS, "mark", marks));
        commands.add(add(
                "chain",
                in("name", PREROUTING, "type", "filter", "hook", "prerouting", "prio", PRIORITY, "policy", "accept")));
        rules().forEach(rule ->
                commands.add(add("rule", in("chain", rule.chain, "comment", rule.comment, "expr", rule.expressions))));
        return Json.line(object("nftables", commands));
    }

    /** Makes sure that there is no such table: deleting one that is not there would be refused. */
    static String removing() {
        return Json.line(object("nftables", removal()));
    }

    private static List<Map<String, Object>> removal() {
        Map<String, Object> table = object("family", FAMILY, "name", Nftables.TABLE);
        return List.of(add("table", table), object("delete", object("table", table)));
    }

    private static Map<String, Object> map(String name, String key, List<Object> elements) {
        Map<String, Object> map = in("name", name, "type", key, "map", "verdict");
        if (!elements.isEmpty()) {
            map.put("elem", elements);
        }
        return add("map", map);
    }

    private Map<String, Object> unless(int mark) {
        return match("!=", masked("ct", table.mask()), unsigned(mark));
    }

    private static Map<String, Object> direction(String direction) {
        return match("==", key("ct", "direction"), direction);
    }

    private static Map<String, Object> match(String operation, Object left, Object right) {
        return object("match", object("op", operation, "left", left, "right", right));
    }

    /** Every other bit stays as it is. */
    private Map<String, Object> set(String whose, int mark) {
        Object value = object("|", List.of(masked(whose, ~table.mask()), unsigned(mark)));
        return object("mangle", object("key", key(whose, "mark"), "value", value));
    }

    private static Map<String, Object> lookUp(Object key, String map) {
        return object("vmap", object("key", key, "data", "@" + map));
    }

    private static Map<String, Object> masked(String whose, int mask) {
        return object("&", List.of(key(whose, "mark"), unsigned(mask)));
    }

    private static Map<String, Object> key(String whose, String name) {
        return object(whose, object("key", name));
    }

    /** Not to come back: a request needs not be asked whether it is an answer. */
    private static Map<String, Object> leadTo(String chain) {
        return object("goto", object("target", chain));
    }

    private static Map<String, Object> add(String kind, Object what) {
        return object("add", object(kind, what));
    }

    private static Map<String, Object> in(Object... more) {
        Map<String, Object> object = object("family", FAMILY, "table", Nftables.TABLE);
        object.putAll(object(more));
        return object;
    }

    private static long unsigned(int bits) {
        return Integer.toUnsignedLong(bits);
    }

    /** Keys and values in turn, in this order. */
    private static Map<String, Object> object(Object... keysAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return object;
    }
}
