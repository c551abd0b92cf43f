package dev.enid.core.desire;

import dev.enid.core.ip.Cidr;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.Ownership;
import dev.enid.core.snapshot.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Unknown is not absent: what is ours and not wanted goes only for a reason that is sure. Sure is a fresh reading of IMDS about
 * the ENI concerned, a person who opted it out, or the kernel itself, where a link is gone.
 */
final class HostLeftovers implements Leftovers {

    private static final Reason LINK_GONE =
            new Reason("its ENI is gone: no link holds the addresses, and the table is empty");
    private static final Reason ORIGINAL_GONE =
            new Reason("the main table has no such route by a link that is no ENI any more");

    private static final Reason ONLY_ENI =
            new Reason("the primary ENI is the only one in use, and needs no table of its own");

    private static final Reason NO_CONTAINERS = new Reason("no connection is to be marked any more");

    private final KernelState state;
    private final boolean fresh;
    private final boolean known;
    private final List<Placement> placements;
    private final Settings settings;
    private final Ownership ownership;
    private final Optional<String> trouble;
    /** By table, as asked for: mostly nothing is left over. */
    private final Map<Integer, Set<Integer>> holders = new HashMap<>();

    HostLeftovers(Snapshot snapshot, List<Placement> placements, Settings settings) {
        this.state = snapshot.state();
        this.fresh = snapshot.instance().isFresh();
        this.known = snapshot.instance().known().isPresent();
        this.placements = placements;
        this.settings = settings;
        this.ownership = snapshot.host().ownership();
        this.trouble = snapshot.host().marking().trouble();
    }

    @Override
    public Optional<Reason> drop(KernelObject owned) {
        return switch (owned) {
            case Link _, Sysctl _, Neighbor _ -> Optional.empty();
            case MarkTable _ -> known && trouble.isEmpty() ? Optional.of(NO_CONTAINERS) : Optional.empty();
            // It may be one that the host is reached by: only IMDS tells which ENI is the primary.
            case Address _ when !known -> Optional.empty();
            case Address address -> onLink(address.link(), address.ip().toString());
            case Route route
            when route.table() == OtherLinks.TABLE -> known ? Optional.of(ORIGINAL_GONE) : Optional.empty();
            case Route route when isOfOnlyEni(route.table()) -> fresh ? Optional.of(ONLY_ENI) : Optional.empty();
            case Route route -> onLink(route.link(), route.destination().toIproute2());
            case Rule rule
            when rule.table() == OtherLinks.TABLE -> known ? Optional.of(ORIGINAL_GONE) : Optional.empty();
            case Rule rule when isOfOnlyEni(rule.table()) -> fresh ? Optional.of(ONLY_ENI) : Optional.empty();
            case Rule rule when rule.priority() == ContainerWants.PRIORITY -> ofMark(rule);
            case Rule rule -> ofTable(rule);
        };
    }

    /** The primary's own table serves as long as there is another ENI to be told from. */
    private boolean isOfOnlyEni(int table) {
        List<Placement> active = placements.stream().filter(Placement::isActive).toList();
        return active.size() == 1
                && active.getFirst().eni().primary()
                && active.getFirst().eni().table() == table;
    }

    private Optional<Reason> onLink(int index, String what) {
        Optional<Placement> placement =
                placements.stream().filter(each -> each.isOn(index)).findFirst();
        if (placement.isPresent()) {
            return ofPlacement(placement.get(), what);
        }
        return state.link(index).filter(this::isOptedOut).map(link -> new Reason(link.name() + " is opted out"));
    }

    private Optional<Reason> ofPlacement(Placement placement, String what) {
        return switch (placement.word()) {
            case OUT -> Optional.of(new Reason(placement.eni().id() + " is " + String.join(", ", placement.notes())));
            case NONE ->
                fresh
                        ? Optional.of(new Reason(
                                what + " is no longer of " + placement.eni().id()))
                        : Optional.empty();
            case HANDS_OFF -> Optional.empty();
        };
    }

    /** While IMDS was never read, a person's word still counts where it needs no IMDS to be understood. */
    private boolean isOptedOut(Link link) {
        boolean held = link.mac().filter(mac -> settings.held().contains(mac)).isPresent();
        return held
                || settings.ignored().stream().anyMatch(selector -> switch (selector) {
                    case EniSelector.ByMac(var mac) ->
                        link.mac().map(mac::equals).orElse(false);
                    case EniSelector.ByInterface(var name) -> link.name().equals(name);
                    case EniSelector.ById _, EniSelector.ByDevice _ -> false;
                });
    }

    private Optional<Reason> ofMark(Rule rule) {
        boolean off = settings.containers().when() == Settings.When.OFF;
        boolean there = placements.stream().anyMatch(each -> each.eni().table() == rule.table() && each.isActive());
        if (!off && !there) {
            return ofTable(rule);
        }
        boolean sure = trouble.isEmpty() && (off ? known : fresh);
        return sure ? Optional.of(NO_CONTAINERS) : Optional.empty();
    }

    private Optional<Reason> ofTable(Rule rule) {
        int table = rule.table();
        String what = rule.selector().from().map(Cidr::toIproute2).orElse("the rule");
        Optional<Placement> placement =
                placements.stream().filter(each -> each.eni().table() == table).findFirst();
        if (placement.isPresent() && placement.get().link().isPresent()) {
            return ofPlacement(placement.get(), what);
        }
        Set<Integer> links = holders.computeIfAbsent(table, this::holders);
        if (links.isEmpty()) {
            return Optional.of(LINK_GONE);
        }
        boolean allOptedOut = links.stream()
                .allMatch(index -> state.link(index).map(this::isOptedOut).orElse(false));
        if (allOptedOut) {
            return Optional.of(new Reason(state.name(links.iterator().next()) + " is opted out"));
        }
        boolean allSettled =
                links.stream().allMatch(index -> placements.stream().anyMatch(each -> each.isOn(index)));
        return fresh && allSettled
                ? Optional.of(new Reason("no ENI has device index and card of table " + table + " any more"))
                : Optional.empty();
    }

    /**
     * The links that routes of ours in that table leave by; where there are none, because a person set the link down, those that
     * have the addresses which rules of ours send there.
     */
    private Set<Integer> holders(int table) {
        Set<Integer> links = state.routes().stream()
                .filter(route -> route.table() == table && ownership.owns(route))
                .flatMap(route -> route.hops().stream())
                .map(NextHop::link)
                .collect(Collectors.toSet());
        if (!links.isEmpty()) {
            return links;
        }
        Set<Cidr> sources = state.rules().stream()
                .filter(rule -> rule.table() == table && ownership.owns(rule))
                .map(rule -> rule.selector().from())
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return state.addresses().stream()
                .filter(address -> sources.contains(address.ip().toCidr()))
                .map(Address::link)
                .collect(Collectors.toSet());
    }
}
