package dev.enid.lab.demo;

import dev.enid.agent.rtnl.Kernel;
import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.snapshot.Ownership;
import dev.enid.lab.fabric.Machine;
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What others have put into an instance's kernel, and what enid has: read by netlink, from outside of the agent. */
final class Foreign {

    private Foreign() {}

    /** What a person has put there by hand, in ip's words. */
    static void plant(Inside inside, String primary) throws IOException, InterruptedException {
        inside.must("ip", "rule", "add", "from", "192.0.2.99", "lookup", "77", "priority", "5000");
        inside.must("ip", "rule", "add", "from", "192.0.2.98", "lookup", "10001", "priority", "10001");
        inside.must("ip", "route", "add", "198.18.7.0/24", "dev", primary, "table", "77");
        inside.must("ip", "route", "add", "198.18.8.0/24", "dev", primary, "metric", "7");
        inside.must("ip", "route", "add", "198.18.9.0/24", "dev", primary, "table", "10001");
        inside.must("ip", "address", "add", "192.0.2.99/32", "dev", "lo");
        inside.must("ip", "-6", "rule", "add", "from", "2001:db8:77::1", "lookup", "77", "priority", "5000");
        inside.must("ip", "-6", "route", "add", "2001:db8:77::/48", "dev", primary, "table", "77");
    }

    /** Addresses, routes and rules of others, apart from those that are bound to one of {@code links}. */
    static Set<String> of(Machine machine, List<String> exceptLinks) throws IOException {
        KernelState state = state(machine);
        return lines(
                state,
                others(state).filter(object -> object.link() == 0 || !exceptLinks.contains(state.name(object.link()))));
    }

    /** Addresses, routes and rules of enid's. */
    static Set<String> ours(Machine machine) throws IOException {
        KernelState state = state(machine);
        return lines(state, objects(state).filter(Ownership.OF_ENID::owns));
    }

    /** The name of the link with that address, where there is one. */
    static Optional<String> linkName(Machine machine, Mac mac) throws IOException {
        return state(machine).links().stream()
                .filter(link -> link.mac().map(mac::equals).orElse(false))
                .map(Link::name)
                .findFirst();
    }

    private static Set<String> lines(KernelState state, Stream<KernelObject> objects) {
        TreeSet<String> lines = new TreeSet<>();
        objects.map(object -> object.toIproute2(state)).forEach(lines::add);
        return lines;
    }

    private static Stream<KernelObject> others(KernelState state) {
        return objects(state).filter(object -> !Ownership.OF_ENID.owns(object));
    }

    /** The kernel's own bookkeeping of enid's addresses (routes of type local, broadcast) comes and goes with them. */
    private static Stream<KernelObject> objects(KernelState state) {
        return state.objects().filter(object -> switch (object) {
            case Address _, Rule _ -> true;
            case Route route -> route.table() != Route.LOCAL;
            case Link _, Neighbor _, Sysctl _, MarkTable _ -> false;
        });
    }

    private static KernelState state(Machine machine) throws IOException {
        try (Namespace namespace = Namespace.at(machine.networkNamespace());
                Kernel kernel = Kernel.open(namespace)) {
            return kernel.observe();
        }
    }
}
