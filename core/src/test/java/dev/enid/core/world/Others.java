package dev.enid.core.world;

import dev.enid.core.ip.Cidr;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.snapshot.Ownership;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@link Law#NOTHING_OF_OTHERS_IS_TOUCHED}. */
final class Others {

    private Others() {}

    static List<String> violations(Pass pass) {
        List<String> broken = new ArrayList<>();
        for (Change change : pass.plan().changes()) {
            if (!isOurBusiness(pass, change.step())) {
                broken.add("not ours to do: " + pass.words(change));
            }
        }
        Set<Object> left = new HashSet<>();
        pass.after().objects().forEach(each -> left.add(identity(each)));
        pass.before()
                .objects()
                .filter(each -> isOfOthers(pass.before(), each))
                .filter(each -> !left.contains(identity(each)))
                .forEach(each -> broken.add("lost: " + each.toIproute2(pass.before())));
        return broken;
    }

    private static boolean isOurBusiness(Pass pass, KernelStep step) {
        Ownership ownership = pass.seen().host().ownership();
        return switch (step) {
            case KernelStep.Put(KernelObject object) -> !(object instanceof Link) && isMarked(object);
            case KernelStep.Replace replace ->
                isOfAnEni(pass, replace.object())
                        && (replace.old() instanceof Link
                                || replace.old() instanceof Sysctl
                                || ownership.owns(replace.old()));
            case KernelStep.Drop(KernelObject object) -> ownership.owns(object);
        };
    }

    private static boolean isMarked(KernelObject object) {
        return object instanceof Sysctl || Ownership.OF_ENID.owns(object);
    }

    /** Links and sysctls are nobody's; only those of ENIs are ours to set. */
    private static boolean isOfAnEni(Pass pass, KernelObject object) {
        boolean shared = object instanceof Link || object instanceof Sysctl;
        return !shared
                || pass.desired().standings().stream()
                        .anyMatch(standing -> standing.eni().isPresent()
                                && standing.link()
                                        .map(link -> link.index() == object.link())
                                        .orElse(false));
    }

    private static boolean isOfOthers(KernelState state, KernelObject object) {
        return switch (object) {
            case Link _, Sysctl _, MarkTable _ -> false;
            case Route route when route.protocol() == Route.PROTOCOL_KERNEL -> !comesWithOurs(state, route);
            case KernelObject other -> !Ownership.OF_ENID.owns(other);
        };
    }

    /** The kernel's routes for an address of ours go with it. */
    private static boolean comesWithOurs(KernelState state, Route route) {
        return state.addresses().stream()
                .filter(each -> each.link() == route.link() && Ownership.OF_ENID.owns(each))
                .anyMatch(each -> concerns(each, route));
    }

    private static boolean concerns(Address address, Route route) {
        boolean local = route.destination().equals(address.ip().toCidr());
        boolean broadcast = route.type() == Route.Type.BROADCAST
                && Cidr.of(address.ip(), address.prefixLength()).contains(route.destination());
        return local || broadcast;
    }

    private static Object identity(KernelObject object) {
        return switch (object) {
            case Route route ->
                List.of(
                        route.key(),
                        route.type(),
                        route.protocol(),
                        route.preferredSource(),
                        route.hops().stream().map(NextHop::withoutState).toList());
            case Address address -> List.of(address.key(), address.protocol());
            case KernelObject other -> other;
        };
    }
}
