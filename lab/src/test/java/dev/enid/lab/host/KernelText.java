package dev.enid.lab.host;

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
import dev.enid.linux.session.Namespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a host's kernel holds, in iproute2's words: read by netlink, from outside of the daemon. */
record KernelText(KernelState state) {

    static KernelText of(Path networkNamespace) throws IOException {
        try (Namespace namespace = Namespace.at(networkNamespace)) {
            return of(namespace);
        }
    }

    static KernelText of(Namespace namespace) throws IOException {
        try (Kernel kernel = Kernel.open(namespace)) {
            return new KernelText(kernel.observe());
        }
    }

    /** Addresses, routes and rules that bear enid's protocol number. */
    SortedSet<String> ours() {
        return lines(Ownership.OF_ENID::owns);
    }

    /** Addresses, routes and rules of everybody else, apart from what is on links that come and go. */
    SortedSet<String> others(Predicate<String> onLink) {
        return lines(object ->
                !Ownership.OF_ENID.owns(object) && (object.link() == 0 || onLink.test(state.name(object.link()))));
    }

    /** Everything, names and states of links included: nothing of it changes where nothing is done. */
    SortedSet<String> all() {
        SortedSet<String> all = lines(_ -> true);
        state.links().forEach(link -> all.add(link.toIproute2(state)));
        return all;
    }

    Optional<Link> link(Mac mac) {
        return state.links().stream()
                .filter(link -> link.mac().map(mac::equals).orElse(false))
                .findFirst();
    }

    /** The kernel's own bookkeeping of addresses (routes of type local and broadcast) comes and goes with them. */
    private SortedSet<String> lines(Predicate<KernelObject> which) {
        TreeSet<String> lines = new TreeSet<>();
        state.objects()
                .filter(object -> switch (object) {
                    case Address _, Rule _ -> true;
                    case Route route -> route.table() != Route.LOCAL;
                    case Link _, Neighbor _, Sysctl _, MarkTable _ -> false;
                })
                .filter(which)
                .forEach(object -> lines.add(object.toIproute2(state)));
        return lines;
    }
}
