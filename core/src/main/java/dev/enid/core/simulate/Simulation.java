package dev.enid.core.simulate;

import dev.enid.core.kernel.Address;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.MarkTable;
import dev.enid.core.kernel.Neighbor;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import dev.enid.core.kernel.Sysctl;
import dev.enid.core.plan.Change;
import dev.enid.core.plan.KernelStep;
import dev.enid.core.plan.Plan;
import dev.enid.core.reading.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Linux as a function. A step changes what the request names and what the kernel changes with it: the local and connected
 * routes of an address, what leaves by a link that goes down, the link-local address of one that comes up.
 *
 * <p>Put is a request with NLM_F_CREATE and NLM_F_EXCL, Replace one with NLM_F_REPLACE alone. Learnt from Linux 6.18, where tests
 * compare the two; where older kernels differ, the effect says so.
 */
public final class Simulation {

    private Simulation() {}

    /** Carries one step out. */
    public static Simulated step(KernelState state, KernelStep step) {
        Draft draft = new Draft(state);
        return carryOut(draft, step)
                .<Simulated>map(Simulated.Refused::new)
                .orElseGet(() -> new Simulated.Done(draft.toState()));
    }

    /** Carries a whole plan out, going on after a refusal as the executor does. */
    public static Ran run(KernelState state, Plan plan) {
        return run(state, plan.changes().stream().map(Change::step).toList());
    }

    /** Carries steps out, going on after a refusal. */
    public static Ran run(KernelState state, List<KernelStep> steps) {
        Draft draft = new Draft(state);
        List<Ran.Refusal> refusals = new ArrayList<>();
        for (KernelStep step : steps) {
            carryOut(draft, step).ifPresent(fault -> refusals.add(new Ran.Refusal(step, fault)));
        }
        return new Ran(draft.toState(), refusals);
    }

    /** Changes the draft, or refuses and leaves it as it is. */
    private static Optional<Fault> carryOut(Draft draft, KernelStep step) {
        String doing = doing(draft, step);
        return switch (step) {
            case KernelStep.Put(Link link) -> Links.put(draft, link, doing);
            case KernelStep.Put(Address address) -> Addresses.put(draft, address, doing);
            case KernelStep.Put(Route route) -> Routes.put(draft, route, doing);
            case KernelStep.Put(Rule rule) -> Rules.put(draft, rule, doing);
            case KernelStep.Put(Neighbor neighbor) -> Neighbors.put(draft, neighbor, doing);
            case KernelStep.Put(Sysctl sysctl) -> Sysctls.set(draft, sysctl, doing);
            case KernelStep.Put(MarkTable table) -> marks(draft, Optional.of(table));
            case KernelStep.Replace(Link _, Link link) -> Links.replace(draft, link, doing);
            case KernelStep.Replace(Address _, Address address) -> Addresses.replace(draft, address, doing);
            case KernelStep.Replace(Route _, Route route) -> Routes.replace(draft, route, doing);
            case KernelStep.Replace(Rule _, Rule _) ->
                Refusal.refused(doing, "EOPNOTSUPP: the kernel cannot replace a rule");
            case KernelStep.Replace(Neighbor _, Neighbor neighbor) -> Neighbors.replace(draft, neighbor, doing);
            case KernelStep.Replace(Sysctl _, Sysctl sysctl) -> Sysctls.set(draft, sysctl, doing);
            case KernelStep.Replace(MarkTable _, MarkTable table) -> marks(draft, Optional.of(table));
            case KernelStep.Replace _ ->
                throw new IllegalArgumentException("replaces one kind of object by another: " + step);
            case KernelStep.Drop(Link link) -> Links.drop(draft, link, doing);
            case KernelStep.Drop(Address address) -> Addresses.drop(draft, address, doing);
            case KernelStep.Drop(Route route) -> Routes.drop(draft, route, doing);
            case KernelStep.Drop(Rule rule) -> Rules.drop(draft, rule, doing);
            case KernelStep.Drop(Neighbor neighbor) -> Neighbors.drop(draft, neighbor, doing);
            case KernelStep.Drop(MarkTable _) -> marks(draft, Optional.empty());
            case KernelStep.Drop(Sysctl _) -> Refusal.refused(doing, "EPERM: a sysctl cannot be removed");
        };
    }

    /** One transaction of nftables, which nothing else rests on. */
    private static Optional<Fault> marks(Draft draft, Optional<MarkTable> table) {
        draft.marks = table;
        return Optional.empty();
    }

    private static String doing(Draft draft, KernelStep step) {
        String verb = switch (step) {
            case KernelStep.Put _ -> "adding ";
            case KernelStep.Replace _ -> "replacing ";
            case KernelStep.Drop _ -> "removing ";
        };
        return verb + step.object().toIproute2(draft);
    }

    /**
     * A device appears, down and without addresses, with the sysctls of a kernel that nobody has tuned.
     *
     * @throws IllegalArgumentException when its index or name is taken
     */
    public static KernelState linkAdded(KernelState state, Link link) {
        Draft draft = new Draft(state);
        Links.put(draft, link, "adding " + link.toIproute2(draft)).ifPresent(fault -> {
            throw new IllegalArgumentException(fault.toString());
        });
        return draft.toState();
    }

    /** A device goes, and with it all that is on it; rules that name it stay, and match nothing. */
    public static KernelState linkRemoved(KernelState state, int index) {
        Draft draft = new Draft(state);
        Links.remove(draft, index);
        return draft.toState();
    }

    /** Someone renames a device; nothing else changes, for all but rules name it by its index. */
    public static KernelState linkRenamed(KernelState state, int index, String name) {
        Draft draft = new Draft(state);
        draft.link(index).ifPresent(link -> draft.set(Links.named(link, name)));
        return draft.toState();
    }
}
