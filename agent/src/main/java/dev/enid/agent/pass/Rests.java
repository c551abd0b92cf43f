package dev.enid.agent.pass;

import dev.enid.core.ip.Cidr;
import dev.enid.core.ip.Family;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.reading.Fault;
import java.util.ArrayList;
import java.util.List;

/** What one change rests on, and what others rest on it for. */
sealed interface Rests {

    /** The link is there and up. */
    record LinkUp(int link) implements Rests {}

    /** The address is on the host. */
    record Here(Ip ip) implements Rests {}

    /** Destinations that are on the link itself are known to be, so that a gateway there is found. */
    record OnLink(int link, Family family) implements Rests {}

    /** A table leads where it should: it has its default route, and its exceptions. */
    record Leads(int table, Family family) implements Rests {}

    /** Something has taken the place of what is to go: the same address, source or destination by another way. */
    record Place(Object what) implements Rests {}

    /** What the step needs. */
    static List<Rests> needs(KernelStep step) {
        if (step instanceof KernelStep.Drop(KernelObject object)) {
            return place(object);
        }
        return switch (step.object()) {
            case Address address -> List.of(new LinkUp(address.link()));
            case Neighbor neighbor -> List.of(new LinkUp(neighbor.link()));
            case Route route -> needs(route);
            case Rule rule -> needs(rule);
            case Link _, Sysctl _, MarkTable _ -> List.of();
        };
    }

    private static List<Rests> needs(Route route) {
        List<Rests> needs = new ArrayList<>();
        route.preferredSource().ifPresent(source -> needs.add(new Here(source)));
        route.hops().forEach(hop -> {
            needs.add(new LinkUp(hop.link()));
            if (hop.gateway().isPresent() && !hop.onLink()) {
                needs.add(new OnLink(hop.link(), route.family()));
            }
        });
        return needs;
    }

    private static List<Rests> needs(Rule rule) {
        List<Rests> needs = new ArrayList<>();
        if (rule.action() == Rule.Action.LOOKUP) {
            needs.add(new Leads(rule.table(), rule.family()));
        }
        rule.selector().from().filter(Cidr::isHost).ifPresent(from -> needs.add(new Here(from.ip())));
        return needs;
    }

    /** What the step provides when it goes well; a removal provides nothing. */
    static List<Rests> provides(KernelStep step) {
        if (step instanceof KernelStep.Drop) {
            return List.of();
        }
        List<Rests> provides = new ArrayList<>(place(step.object()));
        switch (step.object()) {
            case Link link -> provides.add(new LinkUp(link.index()));
            case Address address -> provides.add(new Here(address.ip()));
            case Route route -> provides(route, provides);
            case Rule _, Neighbor _, Sysctl _, MarkTable _ -> {}
        }
        return provides;
    }

    private static void provides(Route route, List<Rests> provides) {
        if (route.destination().isEverything() || route.type() == Route.Type.THROW) {
            provides.add(new Leads(route.table(), route.family()));
        }
        route.hops().stream()
                .filter(hop -> hop.gateway().isEmpty())
                .forEach(hop -> provides.add(new OnLink(hop.link(), route.family())));
    }

    private static List<Rests> place(KernelObject object) {
        return switch (object) {
            case Address address -> List.of(new Place(address.ip()));
            case Neighbor neighbor -> List.of(new Place(List.of("neighbor", neighbor.ip())));
            case Route route -> List.of(new Place(List.of(route.table(), route.destination())));
            case Rule rule -> List.of(new Place(List.of(rule.family(), rule.selector())));
            case Link _, Sysctl _, MarkTable _ -> List.of();
        };
    }

    /**
     * Whether a failure of that kind leaves others without this. A refused MTU does not keep a link down, and an address
     * that somebody else put is there; but somebody else's route in the place of ours leads elsewhere.
     */
    default boolean fallsWith(Fault.Kind kind) {
        return switch (this) {
            case LinkUp _ -> kind != Fault.Kind.REFUSED && kind != Fault.Kind.EXISTS;
            case Here _ -> kind != Fault.Kind.EXISTS;
            case OnLink _, Leads _, Place _ -> true;
        };
    }
}
