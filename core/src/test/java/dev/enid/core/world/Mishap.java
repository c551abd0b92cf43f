package dev.enid.core.world;

import dev.enid.core.ip.Mac;
import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelObject;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.simulate.Simulation;
import dev.enid.core.snapshot.Ownership;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What befalls a host on which enid had once set everything up. */
enum Mishap {
    RULES_FLUSHED,
    TABLE_FLUSHED,
    ADDRESSES_DELETED,
    LINK_DOWN,
    LINK_DOWN_AND_UP,
    LINK_RENAMED,
    LINK_GONE,
    LINK_GONE_AND_BACK,
    ALL_ROUTES_FLUSHED;

    KernelState befall(KernelState state) {
        Optional<Link> eth1 = state.link("eth1");
        return switch (this) {
            case RULES_FLUSHED -> without(state, Rule.class::isInstance);
            case TABLE_FLUSHED -> without(state, object -> object instanceof Route route && route.table() == 10_001);
            case ALL_ROUTES_FLUSHED -> without(state, Route.class::isInstance);
            case ADDRESSES_DELETED -> without(state, Address.class::isInstance);
            case LINK_DOWN -> eth1.map(link -> set(state, link, false)).orElse(state);
            case LINK_DOWN_AND_UP ->
                eth1.map(link -> set(set(state, link, false), link.withUp(false), true))
                        .orElse(state);
            case LINK_RENAMED ->
                eth1.map(link -> Simulation.linkRenamed(state, link.index(), "ens9"))
                        .orElse(state);
            case LINK_GONE ->
                eth1.map(link -> Simulation.linkRemoved(state, link.index())).orElse(state);
            case LINK_GONE_AND_BACK ->
                eth1.map(link -> IpScript.on(Simulation.linkRemoved(state, link.index()))
                                .run("link add eth1 index 91 address " + macOf(link))
                                .state())
                        .orElse(state);
        };
    }

    private static Mac macOf(Link link) {
        return link.mac().orElseThrow();
    }

    private static KernelState set(KernelState state, Link link, boolean up) {
        return Simulation.run(state, List.of(new KernelStep.Replace(link, link.withUp(up))))
                .state();
    }

    private static KernelState without(KernelState state, Predicate<KernelObject> which) {
        Stream<KernelStep> drops =
                state.objects().filter(Ownership.OF_ENID::owns).filter(which).map(KernelStep.Drop::new);
        return Simulation.run(state, drops.toList()).state();
    }
}
