package dev.enid.agent.rtnl;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.NeighborMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kernel holds at this moment, each kind read when it is first asked about. */
final class Present {

    private final Rtnetlink rtnetlink;
    private final LargeTables tables;
    private final Map<Family, List<Rule>> rules = new HashMap<>();
    private final Map<Cidr, List<Rule>> rulesBySource = new HashMap<>();
    private final Map<KernelObject.Key, List<KernelObject>> byKey = new HashMap<>();
    private final List<Object> kindsRead = new ArrayList<>();

    Present(Rtnetlink rtnetlink, LargeTables tables) {
        this.rtnetlink = rtnetlink;
        this.tables = tables;
    }

    /** Usually one; IPv4 can hold several routes that differ in their type of service alone. */
    List<KernelObject> withKeyOf(KernelObject object) throws LinuxException {
        Object kind = List.of(object.getClass(), family(object));
        if (!kindsRead.contains(kind)) {
            kindsRead.add(kind);
            for (KernelObject each : read(object)) {
                byKey.computeIfAbsent(each.key(), _ -> new ArrayList<>()).add(each);
            }
        }
        return byKey.getOrDefault(object.key(), List.of());
    }

    private static Family family(KernelObject object) {
        return switch (object) {
            case Link _, Sysctl _, MarkTable _ -> Family.V4;
            case Address address -> address.ip().family();
            case Neighbor neighbor -> neighbor.ip().family();
            case Route route -> route.family();
            case Rule rule -> rule.family();
        };
    }

    private List<? extends KernelObject> read(KernelObject like) throws LinuxException {
        Family family = family(like);
        return switch (like) {
            case Link _ -> links();
            case Address _ -> tables.addresses(family);
            case Neighbor neighbor -> neighbors(family, neighbor.proxy());
            case Route _ -> tables.routes(family);
            case Rule _ -> rules(family);
            case Sysctl _, MarkTable _ -> List.of();
        };
    }

    List<LinkMessage> linkMessages() throws LinuxException {
        return rtnetlink.dump(LinkMessage.all(), LinkMessage.class);
    }

    private List<Link> links() throws LinuxException {
        return linkMessages().stream().map(Links::read).toList();
    }

    List<Rule> rules(Family family) throws LinuxException {
        List<Rule> known = rules.get(family);
        if (known == null) {
            known = tables.rules(family);
            rules.put(family, known);
        }
        return known;
    }

    List<Neighbor> neighbors(Family family, boolean proxy) throws LinuxException {
        NeighborMessage filter = proxy ? NeighborMessage.allProxies(family) : NeighborMessage.all(family);
        return rtnetlink.dump(filter, NeighborMessage.class).stream()
                .map(Neighbors::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The rule that a request to delete {@code named} would remove, where that is another one. */
    Optional<Rule> victim(Rule named) throws LinuxException {
        for (Rule rule : likely(named)) {
            if (Rules.deletionHits(named, rule)) {
                boolean itself = rule.key().equals(named.key()) && rule.protocol() == named.protocol();
                return itself ? Optional.empty() : Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** Among a thousand rules of one priority, those that a request for {@code named} can hit at all, in their order. */
    private List<Rule> likely(Rule named) throws LinuxException {
        if (named.selector().from().isEmpty()) {
            return rules(named.family());
        }
        if (rulesBySource.isEmpty()) {
            for (Family family : Family.values()) {
                for (Rule rule : rules(family)) {
                    rule.selector()
                            .from()
                            .ifPresent(from -> rulesBySource
                                    .computeIfAbsent(from, _ -> new ArrayList<>(1))
                                    .add(rule));
                }
            }
        }
        return rulesBySource.getOrDefault(named.selector().from().get(), List.of());
    }
}
