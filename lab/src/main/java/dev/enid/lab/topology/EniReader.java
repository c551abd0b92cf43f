package dev.enid.lab.topology;

import dev.enid.core.inventory.EniId;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.ip.Mac;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the {@code [enis.NAME]} tables. Named addresses are taken before counted ones are picked, and primaries are attached
 * before others, so the order of the file does not matter.
 */
final class EniReader {

    private static final int MOST_COUNT = 1000;

    private Vpc vpc;
    private final SortedMap<String, Section> portNames;
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, FreeAddresses> free = new HashMap<>();
    private final Set<Object> unique = new HashSet<>();

    EniReader(Vpc vpc, SortedMap<String, Section> portNames) {
        this.vpc = vpc;
        this.portNames = portNames;
    }

    /** One ENI on its way from the file into the VPC. */
    private static final class Draft {
        final Section section;
        final String name;
        final Subnet subnet;
        final List<Ip> v4 = new ArrayList<>();
        final List<Ip> v6 = new ArrayList<>();
        final List<Cidr> prefixes = new ArrayList<>();
        final Optional<AttachRequest> attach;

        Draft(Section section, String name, Subnet subnet, Optional<AttachRequest> attach) {
            this.section = section;
            this.name = name;
            this.subnet = subnet;
            this.attach = attach;
        }
    }

    Vpc read(List<Section.Named> sections) {
        sections.forEach(each -> readTable(each.name(), each.section()));
        drafts.forEach(this::takeNamed);
        drafts.forEach(this::pickCounted);
        drafts.forEach(this::build);
        drafts.stream()
                .filter(each -> each.attach.isPresent())
                .sorted(Comparator.comparingInt(EniReader::turn))
                .forEach(this::attach);
        sections.forEach(each -> each.section().finish());
        return vpc;
    }

    /** Those with a device index go first, in its order; of those without, the file's order is kept by the sort. */
    private static int turn(Draft draft) {
        AttachRequest request = draft.attach.orElseThrow();
        int card = request.networkCard().orElse(0);
        return request.deviceIndex().isPresent()
                ? 100 * card + request.deviceIndex().getAsInt()
                : 100_000 + card;
    }

    private void readTable(String name, Section section) {
        Optional<String> subnetName = section.text("subnet");
        if (subnetName.isEmpty() && !section.has("subnet")) {
            section.problem("", "should have a subnet = \"...\"");
        }
        Optional<Subnet> subnet =
                subnetName.flatMap(each -> Optional.ofNullable(vpc.subnets().get(each)));
        if (subnetName.isPresent() && subnet.isEmpty()) {
            section.problem("subnet", "is none of the subnets " + vpc.subnets().keySet());
        }
        Optional<String> instance = section.text("instance");
        boolean known = instance.map(each -> vpc.instances().containsKey(each)).orElse(true);
        if (!known) {
            section.problem(
                    "instance", "is none of the instances " + vpc.instances().keySet());
        }
        OptionalInt index = section.number("device-index", 0, 99);
        OptionalInt card = section.number("network-card", 0, 15);
        if (instance.isEmpty() && (index.isPresent() || card.isPresent())) {
            section.problem("", "has a place but no instance");
        }
        int count = section.number("count", 1, MOST_COUNT).orElse(1);
        boolean many = section.has("count");
        if (many) {
            ofOneOnly(section);
        }
        for (int i = 0; i < count; i++) {
            String each = many ? name + "-" + (i + 1) : name;
            int offset = i;
            OptionalInt place = index.isPresent() ? OptionalInt.of(index.getAsInt() + offset) : index;
            Optional<AttachRequest> attach =
                    instance.filter(_ -> known).map(to -> new AttachRequest(to, each, place, card));
            if (each.length() > 15) {
                section.problem("", "the name " + each + " should be at most 15 characters");
            } else if (portNames.put(each, section) != null || vpc.outside().containsKey(each)) {
                section.problem("", "the name " + each + " is taken");
            } else {
                subnet.ifPresent(there -> drafts.add(new Draft(section, each, there, attach)));
            }
        }
        readRest(section);
    }

    private static void ofOneOnly(Section section) {
        Map<String, String> instead = new TreeMap<>(Map.of(
                "addresses", "use ipv4-count and ipv6-count",
                "prefixes", "use ipv4-prefix-count and ipv6-prefix-count",
                "id", "each is made from its ENI's name",
                "mac", "each is made from its ENI's name"));
        instead.forEach((key, what) -> {
            if (section.has(key)) {
                section.problem(key, "cannot be given for several ENIs at once; " + what);
            }
        });
    }

    /** Reads what the drafts take later, quietly then: what is wrong is told once, and also when the subnet is not known. */
    private static void readRest(Section section) {
        section.texts("addresses", Ip::parse);
        section.texts("prefixes", Cidr::parse);
        section.text("id", EniId::new);
        section.text("mac", Mac::parse);
        for (String key : List.of("ipv4-count", "ipv6-count", "ipv4-prefix-count", "ipv6-prefix-count")) {
            section.number(key, 0, MOST_COUNT);
        }
        boolean efaOnly = section.flag("efa-only").orElse(false);
        section.flag("source-dest-check");
        if (efaOnly) {
            for (String key : List.of(
                    "addresses", "prefixes", "ipv4-count", "ipv6-count", "ipv4-prefix-count", "ipv6-prefix-count")) {
                if (section.has(key)) {
                    section.problem(key, "cannot be given: an EFA-only ENI has no addresses");
                }
            }
        }
    }

    private FreeAddresses free(Subnet subnet) {
        return free.computeIfAbsent(subnet.name(), _ -> FreeAddresses.of(vpc, subnet));
    }

    private void takeNamed(Draft draft) {
        if (draft.section.has("count")) {
            return;
        }
        for (Ip ip : draft.section.quietly().texts("addresses", Ip::parse)) {
            draft.section.check("addresses", () -> {
                free(draft.subnet).take(ip);
                (ip.family() == Family.V4 ? draft.v4 : draft.v6).add(ip);
            });
        }
        for (Cidr prefix : draft.section.quietly().texts("prefixes", Cidr::parse)) {
            draft.section.check("prefixes", () -> {
                free(draft.subnet).take(prefix);
                draft.prefixes.add(prefix);
            });
        }
    }

    private void pickCounted(Draft draft) {
        if (isEfaOnly(draft)) {
            return;
        }
        FreeAddresses pool = free(draft.subnet);
        for (Family family : Family.values()) {
            String keyword = family == Family.V4 ? "ipv4" : "ipv6";
            List<Ip> list = family == Family.V4 ? draft.v4 : draft.v6;
            // An ENI has one address of each family of its subnet, unless the file says otherwise.
            int usual = list.isEmpty() && draft.subnet.cidr(family).isPresent() ? 1 : 0;
            int addresses = quietCount(draft, keyword + "-count", usual);
            int prefixes = quietCount(draft, keyword + "-prefix-count", 0);
            draft.section.check(keyword + "-count", () -> {
                for (int i = 0; i < addresses; i++) {
                    list.add(pool.next(family));
                }
            });
            draft.section.check(keyword + "-prefix-count", () -> {
                for (int i = 0; i < prefixes; i++) {
                    draft.prefixes.add(pool.nextPrefix(family));
                }
            });
            if (family == Family.V4 && draft.subnet.ipv4().isPresent() && list.isEmpty()) {
                draft.section.problem(keyword + "-count", "should leave the ENI a primary address");
            }
        }
    }

    private static int quietCount(Draft draft, String key, int usual) {
        return draft.section.quietly().number(key, 0, MOST_COUNT).orElse(usual);
    }

    private static boolean isEfaOnly(Draft draft) {
        return draft.section.quietly().flag("efa-only").orElse(false);
    }

    private void build(Draft draft) {
        Section section = draft.section;
        Identity identity = vpc.identity();
        boolean several = section.has("count");
        EniId id = several
                ? identity.eniId(draft.name)
                : section.quietly().text("id", EniId::new).orElse(identity.eniId(draft.name));
        Mac mac = several
                ? identity.mac(draft.name)
                : section.quietly().text("mac", Mac::parse).orElse(identity.mac(draft.name));
        if (!unique.add(id)) {
            section.problem("id", id + " is another ENI's already");
        }
        if (!unique.add(mac)) {
            section.problem("mac", mac + " is another ENI's already");
        }
        if ((mac.bits() >>> 40 & 1) != 0 || mac.bits() == 0) {
            section.problem("mac", mac + " is not the address of one interface");
        }
        boolean v6Only = draft.subnet.ipv6Only() && !isEfaOnly(draft);
        vpc = vpc.with(new VpcEni(
                draft.name,
                id,
                mac,
                draft.subnet.name(),
                draft.v4,
                draft.v6,
                draft.prefixes,
                v6Only ? Optional.of(linkLocal(draft.name)) : Optional.empty(),
                section.quietly().flag("source-dest-check").orElse(true),
                isEfaOnly(draft),
                Optional.empty()));
    }

    private Ip linkLocal(String name) {
        String salted = name;
        while (!unique.add(vpc.identity().linkLocal(salted))) {
            salted += "'";
        }
        return vpc.identity().linkLocal(salted);
    }

    private void attach(Draft draft) {
        AttachRequest request = draft.attach.orElseThrow();
        boolean primary =
                request.networkCard().orElse(0) == 0 && request.deviceIndex().orElse(1) == 0;
        draft.section.check("instance", () -> {
            VpcInstance instance = vpc.instance(request.instance());
            if (primary && isEfaOnly(draft)) {
                draft.section.problem("efa-only", "cannot be: a primary ENI has addresses");
            }
            if (primary && instance.zone().isEmpty()) {
                vpc = vpc.with(instance.inZone(draft.subnet.zone()));
            }
            if (!vpc.instance(request.instance()).zone().isEmpty()) {
                vpc = vpc.attach(request);
                Assigning.checkLimits(vpc, vpc.eni(draft.name));
            }
        });
    }
}
