package dev.enid.agent.rtnl;

import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.KernelStep;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Message;
import dev.enid.linux.wire.Request;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The requests that carry a step out, in order. Most steps are one request. */
record Deed(List<Part> parts) {

    /** What a removal of something that is not there says, by kind: routes, rules, addresses, links. */
    private static final Set<Errno> NOT_THERE =
            Set.copyOf(EnumSet.of(Errno.ESRCH, Errno.ENOENT, Errno.EADDRNOTAVAIL, Errno.ENODEV));

    /**
     * EEXIST: another link has the name, which the next look at the links shows. EOPNOTSUPP: Linux before 5.5 has no
     * alternative names. Neither keeps the link from working.
     */
    private static final Set<Errno> NAME_NOT_GIVEN = Set.copyOf(EnumSet.of(Errno.EEXIST, Errno.EOPNOTSUPP));

    private static final Set<Errno> NAME_NOT_TAKEN =
            Set.copyOf(EnumSet.of(Errno.ENOENT, Errno.EINVAL, Errno.EOPNOTSUPP));

    /** Nothing to ask for. */
    static final Deed NONE = new Deed(List.of());

    /**
     * One request.
     *
     * @param harmless refusals that mean that there is nothing to do
     */
    record Part(Request request, Set<Errno> harmless) {}

    /**
     * Of a step on anything but a sysctl.
     *
     * @throws IllegalArgumentException for a step that no request can carry out
     */
    static Deed of(KernelStep step) {
        return switch (step) {
            case KernelStep.Put(Link link) ->
                throw new IllegalArgumentException("a plan sets links up, it does not make them: " + link.name());
            case KernelStep.Put(KernelObject object) ->
                new Deed(List.of(new Part(Request.add(wire(object)), Set.of())));
            case KernelStep.Drop(KernelObject object) -> new Deed(List.of(removal(object)));
            case KernelStep.Replace(KernelObject old, KernelObject wanted) -> replacement(old, wanted);
        };
    }

    private static Deed replacement(KernelObject old, KernelObject wanted) {
        return switch (wanted) {
            case Link link -> link((Link) old, link);
            case Route route -> new Deed(List.of(new Part(Request.replace(Routes.write(route)), Set.of())));
            case Neighbor neighbor -> new Deed(List.of(new Part(Request.replace(Neighbors.write(neighbor)), Set.of())));
            case Address address
            when Addresses.differOnlyInProtocol((Address) old, address) ->
                new Deed(List.of(new Part(Request.replace(Addresses.write(address)), Set.of())));
            // The kernel changes no flags or lengths of an address, and nothing of a rule.
            case Address _, Rule _ -> new Deed(List.of(removal(old), new Part(Request.add(wire(wanted)), Set.of())));
            case Sysctl _, MarkTable _ -> throw new IllegalArgumentException("no matter of rtnetlink: " + old);
        };
    }

    private static Part removal(KernelObject object) {
        return switch (object) {
            case Link link -> throw new IllegalArgumentException("a plan removes no links: " + link.name());
            case Address _, Neighbor _, Route _, Rule _, Sysctl _, MarkTable _ ->
                new Part(Request.delete(wire(object)), NOT_THERE);
        };
    }

    private static Message.Thing wire(KernelObject object) {
        return switch (object) {
            case Address address -> Addresses.write(address);
            case Neighbor neighbor -> Neighbors.write(neighbor);
            case Route route -> Routes.write(route);
            case Rule rule -> Rules.write(rule);
            case Link _, Sysctl _, MarkTable _ -> throw new IllegalArgumentException("not put or dropped: " + object);
        };
    }

    /** Each setting by itself: a refused MTU does not keep the link down, and one name taken does not keep the other away. */
    private static Deed link(Link old, Link wanted) {
        LinkMessage link = LinkMessage.of(wanted.index());
        List<Part> parts = new ArrayList<>();
        if (old.up() != wanted.up()) {
            parts.add(new Part(Request.set(link.withUp(wanted.up())), Set.of()));
        }
        if (old.mtu() != wanted.mtu()) {
            parts.add(new Part(Request.set(link.withMtu(wanted.mtu())), Set.of()));
        }
        for (String name : without(old.altNames(), wanted.altNames())) {
            parts.add(new Part(Request.deleteAltNames(link.withAltNames(only(name))), NAME_NOT_TAKEN));
        }
        for (String name : without(wanted.altNames(), old.altNames())) {
            parts.add(new Part(Request.addAltNames(link.withAltNames(only(name))), NAME_NOT_GIVEN));
        }
        return new Deed(parts);
    }

    private static SortedSet<String> without(SortedSet<String> names, SortedSet<String> others) {
        SortedSet<String> left = new TreeSet<>(names);
        left.removeAll(others);
        return left;
    }

    private static SortedSet<String> only(String name) {
        SortedSet<String> names = new TreeSet<>();
        names.add(name);
        return names;
    }

    Deed {
        parts = List.copyOf(parts);
    }
}
