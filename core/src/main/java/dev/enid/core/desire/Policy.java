package dev.enid.core.desire;

import dev.enid.core.file.Backend;
import dev.enid.core.file.BackendChoice;
import dev.enid.core.inventory.Eni;
import dev.enid.core.inventory.Instance;
import dev.enid.core.inventory.PendingEni;
import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What should hold on a host: one routing table for each ENI, one rule for each of its addresses. DESIGN: docs/design.md,
 * "What is installed on a host".
 */
public final class Policy {

    private final Snapshot snapshot;
    private final Settings settings;
    private final Instance instance;
    private final EniLinks links;
    private final List<Placement> placements;
    private final MainTable main;
    private final HostLeftovers leftovers;
    private final Map<Family, Route> takenFromPrimary;

    private final List<Want> wants = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<Standing> standings = new ArrayList<>();

    private Policy(Snapshot snapshot, Settings settings, Instance instance) {
        this.snapshot = snapshot;
        this.settings = settings;
        this.instance = instance;
        List<Mac> macs = Stream.concat(
                        instance.enis().stream().map(Eni::mac),
                        instance.pending().stream().map(PendingEni::mac))
                .toList();
        this.links = new EniLinks(snapshot.state(), macs);
        this.placements = Placement.of(
                instance.enis(), links, settings, snapshot.host().environment().files());
        this.main = new MainTable(snapshot, primaryLink(), managed());
        this.leftovers = new HostLeftovers(snapshot, placements, settings);
        this.takenFromPrimary = activePrimary().map(this::takenFromPrimary).orElseGet(Map::of);
    }

    /** The links of secondary ENIs, where the host's network manager brings them up. */
    private Set<Integer> managed() {
        boolean byManager = BackendChoice.of(settings.backend(), snapshot.host().environment())
                        .backend()
                != Backend.DIRECT;
        return byManager
                ? placements.stream()
                        .filter(each -> each.isActive() && !each.eni().primary())
                        .map(Placement::index)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** Total: for every snapshot there is an answer; where IMDS was never read, nothing is wanted and nothing dropped. */
    public static Desired desire(Snapshot snapshot, Settings settings) {
        Optional<Instance> instance = snapshot.instance().known();
        if (instance.isEmpty()) {
            return new Desired(List.of(), List.of(), new HostLeftovers(snapshot, List.of(), settings), List.of());
        }
        return new Policy(snapshot, settings, instance.get()).desired();
    }

    private Desired desired() {
        List<Placement> active = placements.stream().filter(Placement::isActive).toList();
        boolean bySource = active.stream().anyMatch(each -> !each.eni().primary()) || someStay();
        Optional<String> pods = PodNetworks.seen(snapshot);
        Elsewhere elsewhere = new Elsewhere(snapshot, main, links);
        LinkWants linkWants = new LinkWants(snapshot.state(), settings);
        ContainerWants containers = new ContainerWants(
                snapshot, settings, new Forwarding(snapshot, links), bySource ? active : List.of(), pods, this::stays);
        for (Placement placement : active) {
            EniWants eni = new EniWants(placement, snapshot, main, elsewhere, settings, pods);
            links(placement, active, linkWants);
            for (Family family : families(placement, linkWants, eni)) {
                eni.addresses(family);
                if (bySource) {
                    routed(placement, eni, family, containers);
                }
            }
            refused.addAll(eni.refused());
            wants.addAll(eni.wants());
            standings.add(placement.standing(eni.notes()));
        }
        wants.addAll(linkWants.wants());
        if (bySource) {
            otherLinks(active);
        }
        wants.addAll(containers.wants());
        containers.refused().ifPresent(refused::add);
        idle();
        standings.sort(Comparator.comparingInt(
                standing -> standing.eni().map(Eni::table).orElse(Integer.MAX_VALUE)));
        return new Desired(wants, refused, leftovers, standings, containers.stand(), containers.notes());
    }

    private void links(Placement placement, List<Placement> active, LinkWants linkWants) {
        Eni eni = placement.eni();
        Link link = placement.link().orElseThrow();
        linkWants.link(eni, link);
        if (!eni.primary()) {
            linkWants.secondary(eni, link);
        }
        List<String> sharing = active.stream()
                .filter(other -> !other.eni().mac().equals(eni.mac())
                        && other.eni().subnetV4().isPresent())
                .filter(other -> other.eni().subnetV4().equals(eni.subnetV4()))
                .map(other -> other.link().orElseThrow().name())
                .toList();
        if (!sharing.isEmpty()) {
            linkWants.sharesSubnet(link, String.join(", ", sharing));
        }
    }

    /** The families that an ENI has addresses of and that its link takes. */
    private static List<Family> families(Placement placement, LinkWants linkWants, EniWants eni) {
        List<Family> families = new ArrayList<>();
        for (Family family : Family.values()) {
            boolean has = !placement.eni().addresses(family).isEmpty();
            boolean off =
                    family == Family.V6 && linkWants.isSet(placement.link().orElseThrow(), Sysctl.Name.DISABLE_IPV6);
            if (has && off) {
                String name = placement.link().orElseThrow().name();
                eni.note("IPv6 is switched off on " + name + " (net.ipv6.conf." + name
                        + ".disable_ipv6=1): its IPv6 addresses are left out");
            } else if (has) {
                families.add(family);
            }
        }
        return families;
    }

    private void routed(Placement placement, EniWants eni, Family family, ContainerWants containers) {
        Optional<Route> taken = Optional.ofNullable(takenFromPrimary.get(family));
        if (placement.eni().primary() && taken.isPresent()) {
            eni.note(taken.get().toIproute2(snapshot.state())
                    + " is someone else's and leads away from the primary ENI: no rule sends the primary's "
                    + family.keyword() + " addresses there");
            return;
        }
        eni.table(family);
        eni.rules(family);
        containers.rule(placement, family);
        if (settings.mainRoutes() && !placement.eni().primary()) {
            eni.mainDefault(family);
            if (leavesThePrimaryItsReplies(family)) {
                eni.mainSubnets(
                        family,
                        activePrimary().map(each -> each.eni().subnets(family)).orElseGet(List::of));
            }
        }
    }

    /**
     * Where no rule keeps the primary's replies on the primary, the subnet of another ENI in main would draw those to that subnet
     * away: because someone holds its table, or because a person opted it out.
     */
    private boolean leavesThePrimaryItsReplies(Family family) {
        Optional<Placement> active = activePrimary();
        boolean there = primaryLink().isPresent();
        boolean silent =
                active.map(each -> each.eni().addresses(family).isEmpty()).orElse(false);
        boolean ruled = active.isPresent() && !takenFromPrimary.containsKey(family);
        return !there || silent || ruled;
    }

    /** Whether rules or routes that enid installed stay although nothing wants them now: then what goes before them has to stay. */
    private boolean someStay() {
        return Stream.concat(snapshot.state().rules().stream(), snapshot.state().routes().stream())
                .filter(object -> switch (object) {
                    case Rule rule -> rule.table() != OtherLinks.TABLE;
                    case Route route -> route.table() == Route.MAIN;
                    case Link _, Address _, Neighbor _, Sysctl _, MarkTable _ -> false;
                })
                .anyMatch(this::stays);
    }

    /** Of each family a route of someone else's in the table of the primary's number that would lead its replies elsewhere. */
    private Map<Family, Route> takenFromPrimary(Placement primary) {
        Map<Family, Route> taken = new EnumMap<>(Family.class);
        snapshot.state().routes().stream()
                .filter(route -> route.table() == primary.eni().table())
                .filter(route -> !snapshot.host().ownership().owns(route))
                .filter(route ->
                        route.hops().isEmpty() || route.hops().stream().anyMatch(hop -> !primary.isOn(hop.link())))
                .forEach(route -> taken.putIfAbsent(route.family(), route));
        return taken;
    }

    private void otherLinks(List<Placement> active) {
        OtherLinks others = new OtherLinks(snapshot, links, main);
        for (Family family : Family.values()) {
            List<Cidr> subnets = Stream.concat(
                            active.stream().flatMap(placement -> placement.eni().subnets(family).stream()),
                            stayingSubnets(family))
                    .distinct()
                    .toList();
            List<Want> routes = others.wants(family, subnets);
            if (routes.isEmpty()) {
                continue;
            }
            Optional<Route> foreign = foreignIn(OtherLinks.TABLE, family);
            if (foreign.isPresent()) {
                String why = foreign.get().toIproute2(snapshot.state())
                        + " is someone else's: the rule would send what the host is reached by there";
                refused.add(new Refused(others.rule(family), Guard.MANAGEMENT_PATH, why));
            } else {
                wants.addAll(routes);
                wants.add(others.rule(family));
            }
        }
    }

    /** Subnets of ENIs that IMDS does not describe now, and whose addresses and routes therefore stay. */
    private Stream<Cidr> stayingSubnets(Family family) {
        Stream<Cidr> ofAddresses = snapshot.state().addresses().stream()
                .filter(address ->
                        address.ip().family() == family && address.prefixLength() < family.bits() && stays(address))
                .map(address -> Cidr.of(address.ip(), address.prefixLength()));
        Stream<Cidr> ofRoutes = snapshot.state().routes().stream()
                .filter(route -> route.family() == family && route.table() != OtherLinks.TABLE)
                .filter(route -> route.type() == Route.Type.UNICAST
                        && route.hops().stream().allMatch(hop -> hop.gateway().isEmpty()))
                .filter(route -> !route.destination().ip().isLinkLocal() && stays(route))
                .map(Route::destination);
        return Stream.concat(ofAddresses, ofRoutes);
    }

    /** Whether it is enid's and stays although nothing wants it now; what is wanted does not count. */
    private boolean stays(KernelObject object) {
        return snapshot.host().ownership().owns(object)
                && leftovers.drop(object).isEmpty();
    }

    private Optional<Route> foreignIn(int table, Family family) {
        return snapshot.state().routes().stream()
                .filter(route -> route.table() == table && route.family() == family)
                .filter(route -> !snapshot.host().ownership().owns(route))
                .findFirst();
    }

    /** The ENIs that nothing is wanted for. */
    private void idle() {
        placements.stream()
                .filter(placement -> !placement.isActive())
                .map(placement -> placement.standing(List.of()))
                .forEach(standings::add);
        for (PendingEni pending : instance.pending()) {
            standings.add(new Standing(
                    pending.mac(),
                    Optional.empty(),
                    links.of(pending.mac()),
                    Standing.State.PENDING,
                    List.of("not consistent in IMDS yet: " + pending.fault())));
        }
        for (Link link : snapshot.state().links()) {
            if (links.isUnclaimed(link)
                    || (EniLinks.canBeEni(link) && !links.leadsToEni(link.index()) && holdsOurs(link))) {
                link.mac()
                        .ifPresent(mac -> standings.add(new Standing(
                                mac,
                                Optional.empty(),
                                Optional.of(link),
                                Standing.State.UNKNOWN,
                                List.of("IMDS does not list " + mac + "; what enid installed for it stays"))));
            }
        }
    }

    /** A copy in table 9999 is of a route that others have by a link that is no ENI: a container's veth, a VPN. */
    private boolean holdsOurs(Link link) {
        return Stream.concat(
                        snapshot.state().addresses().stream(),
                        snapshot.state().routes().stream().filter(route -> route.table() != OtherLinks.TABLE))
                .anyMatch(object -> object.link() == link.index()
                        && snapshot.host().ownership().owns(object));
    }

    private Optional<Placement> primary() {
        return placements.stream()
                .filter(placement -> placement.eni().primary())
                .findFirst();
    }

    private Optional<Placement> activePrimary() {
        return primary().filter(Placement::isActive);
    }

    private OptionalInt primaryLink() {
        return primary().flatMap(Placement::link).stream().mapToInt(Link::index).findFirst();
    }
}
