package dev.enid.core.render;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Settings;
import dev.enid.core.desire.Standing;
import dev.enid.core.desire.Want;
import dev.enid.core.file.Backend;
import dev.enid.core.file.BackendChoice;
import dev.enid.core.file.FileSet;
import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Cidr;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What of that which is wanted is handed to the host's network manager: all that follows from IMDS alone, for each secondary ENI. What
 * also depends on others' routes and rules changes too often for files, and stays with enid.
 *
 * @param renderer of the backend
 * @param network what the files say
 * @param links to whom each handed object belongs: the name of a link
 * @param files those that are to be there
 * @param keepsFiles whether those of an ENI that is gone stay for its return
 */
public record Handing(
        Renderer renderer,
        HostNetwork network,
        Map<KernelObject.Key, String> links,
        FileSet files,
        boolean keepsFiles) {

    /** RFC 4291, 2.5.6: on every link. */
    private static final Cidr LINK_LOCAL_V6 = Cidr.parse("fe80::/64");

    public Handing {
        links = Map.copyOf(links);
    }

    /** What the backend that is in force gets of it. */
    public static Handing of(Snapshot snapshot, Desired desired, Settings settings) {
        Backend backend = BackendChoice.of(settings.backend(), snapshot.host().environment())
                .backend();
        return by(Renderers.of(backend), snapshot, desired, settings.keepFiles());
    }

    /** What that one gets of it. */
    public static Handing by(Renderer renderer, Snapshot snapshot, Desired desired, boolean keepsFiles) {
        Optional<Link> primary = desired.standings().stream()
                .filter(standing -> standing.eni().filter(Eni::primary).isPresent())
                .flatMap(standing -> standing.link().stream())
                .findFirst();
        Map<KernelObject.Key, String> links = new HashMap<>();
        List<EniNetwork> enis = new ArrayList<>();
        if (renderer.backend() != Backend.DIRECT) {
            desired.standings().stream()
                    .filter(standing -> standing.state() == Standing.State.OK)
                    .filter(standing ->
                            standing.eni().filter(eni -> !eni.primary()).isPresent())
                    .forEach(standing -> enis.add(network(
                            standing.eni().orElseThrow(), standing.link().orElseThrow(), desired, links)));
            enis.sort(Comparator.comparingInt(each -> each.eni().table()));
        }
        HostNetwork network = new HostNetwork(
                primary.map(Link::name),
                names(primary, desired),
                enis,
                snapshot.host().environment());
        return new Handing(renderer, network, links, renderer.files(network), keepsFiles);
    }

    /** All that the link is called now, and is going to be. */
    private static SortedSet<String> names(Optional<Link> link, Desired desired) {
        SortedSet<String> names = new TreeSet<>();
        link.ifPresent(found -> {
            names.add(found.name());
            names.addAll(found.altNames());
            desired.wants().stream()
                    .map(Want::object)
                    .filter(object -> object.key().equals(found.key()))
                    .map(Link.class::cast)
                    .forEach(wanted -> names.addAll(wanted.altNames()));
        });
        return names;
    }

    private static EniNetwork network(Eni eni, Link link, Desired desired, Map<KernelObject.Key, String> links) {
        List<Address> addresses = new ArrayList<>();
        List<Route> routes = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        Link wanted = link;
        for (Want want : desired.wants()) {
            boolean handed = switch (want.object()) {
                case Address address when address.link() == link.index() -> addresses.add(address);
                case Route route when isFromImds(route, eni, link) -> routes.add(route);
                case Rule rule when rule.table() == eni.table() && rule.priority() == eni.table() -> rules.add(rule);
                case Link same
                when same.index() == link.index() -> {
                    wanted = same;
                    yield false;
                }
                case Address _, Route _, Rule _, Link _, Neighbor _, Sysctl _, MarkTable _ -> false;
            };
            if (handed) {
                links.put(want.object().key(), link.name());
            }
        }
        return new EniNetwork(eni, wanted, addresses, routes, rules);
    }

    private static boolean isFromImds(Route route, Eni eni, Link link) {
        boolean table = route.table() == Route.MAIN || route.table() == eni.table();
        boolean known = route.destination().isEverything()
                || route.destination().equals(LINK_LOCAL_V6)
                || eni.subnets(route.family()).contains(route.destination());
        return table && known && route.type() == Route.Type.UNICAST && route.leavesBy(link.index());
    }

    /** The links, by name, that their manager has brought up, by its own word. */
    public Set<String> broughtUp() {
        return renderer.broughtUp(
                network.host(), network.enis().stream().map(EniNetwork::link).toList());
    }

    /** The name of the link whose manager is to bring it about; empty for what is enid's own. */
    public Optional<String> link(KernelObject object) {
        return Optional.ofNullable(links.get(object.key()));
    }
}
