package dev.enid.core.explain;

import dev.enid.core.desire.Desired;
import dev.enid.core.desire.Standing;
import dev.enid.core.inventory.Eni;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.kernel.Route;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.RouteLookup;
import dev.enid.core.simulate.Trace;
import dev.enid.core.simulate.Verdict;
import dev.enid.core.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a packet goes, why, and whether it gets through.
 *
 * @param trace the look-up that counts: for what the host sends without a source, the one with the source it chose
 * @param firstLookup the one before it, where the source had still to be chosen
 * @param steps the trace's steps, each with who made what matched
 * @param link the link it leaves by, absent where it does not leave
 * @param eni the ENI it leaves by, absent where it does not leave by one
 * @param kernel what the kernel itself says, where it was asked
 * @param disagreement in words, where the kernel says something else
 */
public record Explanation(
        Flow flow,
        Trace trace,
        Optional<Trace> firstLookup,
        List<Explained> steps,
        Optional<Link> link,
        Optional<Eni> eni,
        SourceCheck sourceCheck,
        Optional<KernelAnswer> kernel,
        Optional<String> disagreement,
        KernelState state) {

    /**
     * A step in words.
     *
     * @param rule the rule, in iproute2's words
     * @param answer what it answers to the packet
     * @param ruleOrigin who made the rule and why, where it matched
     * @param routeOrigin who made the route and why, where one was found
     */
    public record Explained(
            Trace.Step step, String rule, String answer, Optional<String> ruleOrigin, Optional<String> routeOrigin) {}

    public Explanation {
        steps = List.copyOf(steps);
    }

    /** Explains without asking the kernel. */
    public static Explanation of(Snapshot snapshot, Desired desired, Flow flow) {
        return of(snapshot, desired, flow, Optional.empty());
    }

    /**
     * Explains, and compares with the kernel.
     *
     * @param kernel its answer for the same flow
     */
    public static Explanation of(Snapshot snapshot, Desired desired, Flow flow, Optional<KernelAnswer> kernel) {
        KernelState state = snapshot.state();
        Trace first = RouteLookup.lookup(state, flow);
        Trace trace = first.bound().orElse(first);
        Origins origins = new Origins(snapshot.host().ownership(), desired);
        List<Explained> steps = trace.steps().stream()
                .map(step -> explained(trace, step, origins, state))
                .toList();
        Optional<Link> link =
                trace.verdict() instanceof Verdict.Leaves leaves ? state.link(leaves.link()) : Optional.empty();
        Optional<Eni> eni = link.flatMap(each -> eni(desired, each));
        // The kernel was asked with the flow as it was given, so the first look-up is what it answers.
        Optional<String> disagreement = kernel.filter(answer -> !answer.agrees(first.verdict()))
                .map(answer -> "the kernel says otherwise: " + answer.words(state)
                        + ", while by its rules and routes the packet "
                        + first.verdict().words(state) + (first.certain() ? "" : " (not all of them can be judged)"));
        return new Explanation(
                flow,
                trace,
                first.bound().isPresent() ? Optional.of(first) : Optional.empty(),
                steps,
                link,
                eni,
                sourceCheck(snapshot, trace, link, eni),
                kernel,
                disagreement,
                state);
    }

    private static Explained explained(Trace trace, Trace.Step step, Origins origins, KernelState state) {
        Optional<Route> route = step.route();
        return new Explained(
                step,
                step.rule().toIproute2(state),
                trace.answer(step, state),
                step.matched() ? Optional.of(origins.of(step.rule())) : Optional.empty(),
                route.map(origins::of));
    }

    /** The ENI whose link this is, or that belongs to this bridge or bond. */
    private static Optional<Eni> eni(Desired desired, Link link) {
        return desired.standings().stream()
                .filter(standing -> standing.link()
                        .map(each -> each.index() == link.index() || each.master() == link.index())
                        .orElse(false))
                .map(Standing::eni)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static SourceCheck sourceCheck(Snapshot snapshot, Trace trace, Optional<Link> link, Optional<Eni> eni) {
        if (link.isEmpty()) {
            return new SourceCheck.NotAsked("it does not leave the host, so the VPC does not see it");
        }
        if (eni.isEmpty()) {
            return new SourceCheck.NotAsked(
                    snapshot.instance().known().isEmpty()
                            ? "IMDS was never read, so whether the VPC accepts it is not known"
                            : link.get().name()
                                    + " is no ENI that IMDS describes, so the VPC's check is not known to apply");
        }
        Optional<Ip> source = trace.verdict().source();
        return source.map(ip -> SourceCheck.of(eni.get(), ip, isPassedOn(snapshot.state(), trace.flow())))
                .orElseGet(() -> new SourceCheck.NotAsked("the host has no source address for it"));
    }

    /** It came in by another link, or bears a mark as nothing does that the host itself sends. */
    private static boolean isPassedOn(KernelState state, Flow flow) {
        boolean marked =
                state.marks().filter(table -> (flow.mark() & table.mask()) != 0).isPresent();
        return marked || !flow.isLocal();
    }

    /** All of it, a line each, for a person. */
    public List<String> words() {
        List<String> lines = new ArrayList<>();
        firstLookup.ifPresent(first -> lines.add("without a source, " + flow.to() + " "
                + first.verdict().words(state) + "; from there on the packet bears that source"));
        for (Explained each : steps) {
            lines.add(each.rule() + ": " + each.answer());
            each.ruleOrigin().ifPresent(origin -> lines.add("  the rule is " + origin));
            each.routeOrigin().ifPresent(origin -> lines.add("  the route is " + origin));
        }
        lines.add("the packet " + trace.verdict().words(state));
        lines.addAll(trace.notes());
        eni.ifPresent(each -> lines.add("it leaves by " + each.id()));
        lines.add(sourceCheck.words());
        kernel.ifPresent(
                answer -> lines.add(disagreement.orElseGet(() -> "the kernel says the same: " + answer.words(state))));
        return lines;
    }
}
