package dev.enid.core.report;

import dev.enid.core.desire.Standing;
import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which interface an object is about: the link it lies on, or for what has no link the ENI whose table or address it names. */
final class Concern {

    private final KernelState state;
    private final List<Standing> standings;

    Concern(KernelState state, List<Standing> standings) {
        this.state = state;
        this.standings = standings;
    }

    /** A link's name; empty for what is about none, or about all. */
    String interfaceOf(KernelObject object) {
        return switch (object) {
            case Link link -> link.name();
            case Address address -> state.name(address.link());
            case Neighbor neighbor -> state.name(neighbor.link());
            case Sysctl sysctl -> sysctl.link() == 0 ? "" : state.name(sysctl.link());
            case Route route -> route.link() == 0 ? ofTable(route.table()).orElse("") : state.name(route.link());
            case Rule rule -> ofRule(rule);
            case MarkTable _ -> "";
        };
    }

    private String ofRule(Rule rule) {
        Rule.Selector selector = rule.selector();
        return (rule.action() == Rule.Action.LOOKUP ? ofTable(rule.table()) : Optional.<String>empty())
                .or(() -> selector.from().flatMap(this::ofSource))
                .or(selector::iif)
                .or(selector::oif)
                .orElse("");
    }

    private Optional<String> ofTable(int table) {
        return first(eni -> eni.table() == table);
    }

    private Optional<String> ofSource(Cidr source) {
        return first(
                eni -> source.isHost() ? eni.owns(source.ip()) : eni.prefixes().contains(source));
    }

    private Optional<String> first(Predicate<Eni> which) {
        return standings.stream()
                .filter(standing -> standing.eni().filter(which).isPresent())
                .flatMap(standing -> standing.link().stream())
                .map(Link::name)
                .findFirst();
    }
}
