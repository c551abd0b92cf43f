package dev.enid.lab.play;

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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a machine's kernel holds, in iproute2's words: read by netlink, from outside of the agent. */
record KernelObjects(KernelState state) {

    static KernelObjects of(Machine machine) throws IOException {
        try (Namespace namespace = Namespace.at(machine.networkNamespace());
                Kernel kernel = Kernel.open(namespace)) {
            return new KernelObjects(kernel.observe());
        }
    }

    /** Addresses, routes and rules that bear enid's protocol number, a line each, sorted. */
    String ours() {
        return lines(Ownership.OF_ENID::owns);
    }

    /** Addresses, routes and rules of everybody else, apart from what is on links of {@code but}. */
    String others(Set<Mac> but) {
        Set<String> links = state.links().stream()
                .filter(link -> link.mac().filter(but::contains).isPresent())
                .map(Link::name)
                .collect(Collectors.toSet());
        return lines(object ->
                !Ownership.OF_ENID.owns(object) && (object.link() == 0 || !links.contains(state.name(object.link()))));
    }

    Optional<String> link(Mac mac) {
        return state.links().stream()
                .filter(link -> link.mac().filter(mac::equals).isPresent())
                .map(Link::name)
                .findFirst();
    }

    /** The kernel's own bookkeeping of addresses (routes of type local and broadcast) comes and goes with them. */
    private String lines(Predicate<KernelObject> which) {
        return state.objects()
                .filter(object -> switch (object) {
                    case Address _, Rule _ -> true;
                    case Route route -> route.table() != Route.LOCAL;
                    case Link _, Neighbor _, Sysctl _, MarkTable _ -> false;
                })
                .filter(which)
                .map(object -> object.toIproute2(state))
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n"));
    }
}
