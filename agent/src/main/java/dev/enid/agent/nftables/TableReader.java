package dev.enid.agent.nftables;

import dev.enid.core.kernel.MarkTable;
import dev.enid.linux.session.NftablesTable;
import dev.enid.linux.wire.NftablesElement;
import dev.enid.linux.wire.NftablesMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel's table {@code inet enid} is, held against what {@link Ruleset} would make of it. Judged are the chains and where
 * they hang, the elements of the maps, and the comments of all rules in their order. Not the rules' expressions: each version of
 * nftables writes the same rule in its own way.
 */
final class TableReader {

    private static final Pattern HEX = Pattern.compile("0x([0-9a-f]{1,8})");

    /** NF_INET_PRE_ROUTING of linux/netfilter.h. */
    private static final int PRE_ROUTING = 0;

    /** The maps that have to be read for it. */
    static final List<String> MAPS = List.of(Ruleset.ENIS, Ruleset.MARKS);

    private TableReader() {}

    /** {@link MarkTable#ALTERED} where anything was added, removed or replaced. */
    static MarkTable read(NftablesTable table) {
        return candidate(table).filter(candidate -> isAsMade(table, candidate)).orElse(MarkTable.ALTERED);
    }

    /** What the map of ENIs and the first rule's comment tell. */
    private static Optional<MarkTable> candidate(NftablesTable table) {
        OptionalInt mask = mask(table);
        List<NftablesElement> enis = table.maps().get(Ruleset.ENIS);
        if (mask.isEmpty() || enis == null) {
            return Optional.empty();
        }
        SortedMap<String, Integer> marks = new TreeMap<>();
        for (NftablesElement eni : enis) {
            OptionalInt mark = hex(eni.chain().orElse(""));
            if (mark.isEmpty() || mark.getAsInt() == 0 || (mark.getAsInt() & ~mask.getAsInt()) != 0) {
                return Optional.empty();
            }
            marks.put(eni.key(), mark.getAsInt());
        }
        return Optional.of(new MarkTable(mask.getAsInt(), marks));
    }

    /** Which bits it is about, whatever else others have made of it; empty where the rule that tells is not ours any more. */
    static OptionalInt mask(NftablesTable table) {
        return table.rules().stream()
                .filter(rule -> rule.chain().filter(Ruleset.PREROUTING::equals).isPresent())
                .findFirst()
                .flatMap(NftablesMessage::comment)
                .map(TableReader::mask)
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt mask(String comment) {
        OptionalInt mask = hex(comment);
        return mask.isPresent() && comment.equals(Ruleset.takingUp(mask.getAsInt())) ? mask : OptionalInt.empty();
    }

    private static OptionalInt hex(String text) {
        Matcher matcher = HEX.matcher(text);
        return matcher.find() ? OptionalInt.of(Integer.parseUnsignedInt(matcher.group(1), 16)) : OptionalInt.empty();
    }

    private static boolean isAsMade(NftablesTable table, MarkTable candidate) {
        Ruleset made = new Ruleset(candidate);
        Set<String> chains = new TreeSet<>(made.chains());
        chains.add(Ruleset.PREROUTING);
        return table.whole()
                && table.flags() == 0
                && table.objects() == chains.size() + MAPS.size()
                && table.chains().size() == chains.size()
                && table.chains().stream().allMatch(chain -> isAsMade(chain, chains))
                && elements(table, Ruleset.ENIS).equals(enis(candidate))
                && elements(table, Ruleset.MARKS).equals(marks(candidate))
                && rules(table).equals(rules(made));
    }

    private static boolean isAsMade(NftablesMessage chain, Set<String> names) {
        String name = chain.chain().orElse("");
        if (!name.equals(Ruleset.PREROUTING)) {
            return names.contains(name) && chain.hook().isEmpty();
        }
        return chain.hook().equals(Optional.of(new NftablesMessage.Hook(PRE_ROUTING, Ruleset.PRIORITY)))
                && chain.chainType().equals("filter")
                && chain.accepts();
    }

    /** Where each key leads to; keys that are marks by their number. */
    private static Map<String, String> elements(NftablesTable table, String map) {
        Map<String, String> elements = new TreeMap<>();
        for (NftablesElement element : table.maps().getOrDefault(map, List.of())) {
            String key =
                    map.equals(Ruleset.MARKS) ? Ruleset.hex(element.number().orElse(0)) : element.key();
            elements.put(key, element.chain().orElse(""));
        }
        return elements;
    }

    private static Map<String, String> enis(MarkTable table) {
        Map<String, String> elements = new TreeMap<>();
        table.marks().forEach((link, mark) -> elements.put(link, Ruleset.remembering(mark)));
        return elements;
    }

    private static Map<String, String> marks(MarkTable table) {
        Map<String, String> elements = new TreeMap<>();
        table.marks().values().forEach(mark -> elements.put(Ruleset.hex(mark), Ruleset.answering(mark)));
        return elements;
    }

    /** By chain, the comments in order; {@code ?} for a rule without any. */
    private static Map<String, List<String>> rules(NftablesTable table) {
        Map<String, List<String>> rules = new TreeMap<>();
        for (NftablesMessage rule : table.rules()) {
            rules.computeIfAbsent(rule.chain().orElse(""), _ -> new ArrayList<>())
                    .add(rule.comment().orElse("?"));
        }
        return rules;
    }

    private static Map<String, List<String>> rules(Ruleset made) {
        Map<String, List<String>> rules = new TreeMap<>();
        for (Ruleset.Rule rule : made.rules()) {
            rules.computeIfAbsent(rule.chain(), _ -> new ArrayList<>()).add(rule.comment());
        }
        return rules;
    }
}
