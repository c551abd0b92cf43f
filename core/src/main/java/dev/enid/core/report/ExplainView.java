package dev.enid.core.report;

import dev.enid.core.explain.Explanation;
import dev.enid.core.explain.KernelAnswer;
import dev.enid.core.explain.SourceCheck;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.simulate.Flow;
import dev.enid.core.simulate.Verdict;
import dev.enid.core.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * What {@code enid explain} shows: where a packet goes, rule by rule.
 *
 * @param chosenSource for what the host sends without a source: how it is chosen, and by what look-up
 * @param steps the rules in the order in which they are asked, up to the one that decides
 * @param result leaves, local, broadcast, barred, no-route or dropped
 * @param verdict the same for a person, with where and how
 * @param interface_ the link it leaves by; absent unless it leaves
 * @param eni the id of the ENI it leaves by; absent unless it leaves by one
 * @param certain false where a rule or route cannot be judged from what is known; the notes say which
 * @param kernel what the kernel itself says; absent where it was not asked
 */
public record ExplainView(
        Packet packet,
        Optional<String> chosenSource,
        List<Step> steps,
        String result,
        String verdict,
        Optional<String> interface_,
        Optional<String> eni,
        Optional<String> gateway,
        Optional<String> source,
        Check sourceCheck,
        Optional<Kernel> kernel,
        boolean certain,
        List<String> notes) {

    /**
     * The packet that was asked about.
     *
     * @param in the link it comes in by; absent for one that the host sends
     * @param out the link its socket is bound to
     * @param answers the link by which the connection came in that it answers; its mark is added
     */
    public record Packet(
            Optional<String> from,
            String to,
            Optional<String> in,
            Optional<String> out,
            long mark,
            Optional<String> answers) {

        static Packet of(Flow flow) {
            return new Packet(
                    flow.from().map(Ip::toString),
                    flow.to().toString(),
                    flow.iif(),
                    flow.oif(),
                    Integer.toUnsignedLong(flow.mark()),
                    Optional.empty());
        }
    }

    /**
     * A rule, and what it answers.
     *
     * @param rule in iproute2's words
     * @param matched whether it is about the packet
     * @param answer for a person
     * @param ruleBecause who made the rule and why; absent unless it matched
     * @param route in iproute2's words; absent unless one was found
     * @param routeBecause who made the route and why
     */
    public record Step(
            String rule,
            boolean matched,
            String answer,
            Optional<String> ruleBecause,
            Optional<String> route,
            Optional<String> routeBecause) {

        static Step of(Explanation.Explained explained, KernelState state) {
            return new Step(
                    explained.rule(),
                    explained.step().matched(),
                    explained.answer(),
                    explained.ruleOrigin(),
                    explained.step().route().map(route -> route.toIproute2(state)),
                    explained.routeOrigin());
        }
    }

    /**
     * The VPC's source/destination check.
     *
     * @param verdict accepted, dropped, if-translated or not-applicable
     */
    public record Check(String verdict, String because) {

        static Check of(SourceCheck check) {
            String verdict = switch (check) {
                case SourceCheck.Accepted _ -> "accepted";
                case SourceCheck.Refused _ -> "dropped";
                case SourceCheck.IfTranslated _ -> "if-translated";
                case SourceCheck.NotAsked _ -> "not-applicable";
            };
            return new Check(verdict, check.words());
        }
    }

    /**
     * The kernel's own answer (RTM_GETROUTE).
     *
     * @param disagreement in words; absent where it says the same
     */
    public record Kernel(String answer, boolean agrees, Optional<String> disagreement) {}

    public ExplainView {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** The same, with another note. */
    public ExplainView with(String note) {
        List<String> more = new java.util.ArrayList<>(notes);
        more.add(note);
        return new ExplainView(
                packet,
                chosenSource,
                steps,
                result,
                verdict,
                interface_,
                eni,
                gateway,
                source,
                sourceCheck,
                kernel,
                certain,
                more);
    }

    /** The view of what was explained from that snapshot. */
    public static ExplainView of(Snapshot seen, Explanation explanation) {
        KernelState state = explanation.state();
        Verdict verdict = explanation.trace().verdict();
        Optional<KernelAnswer> kernel = explanation.kernel();
        List<String> notes = new java.util.ArrayList<>(explanation.trace().notes());
        notes.addAll(Notes.onReadings(seen));
        return new ExplainView(
                Packet.of(explanation.flow()),
                explanation
                        .firstLookup()
                        .map(first -> "without a source the packet "
                                + first.verdict().words(state) + "; it is sent with that source"),
                explanation.steps().stream().map(each -> Step.of(each, state)).toList(),
                result(verdict),
                verdict.words(state),
                explanation.link().map(Link::name),
                explanation.eni().map(eni -> eni.id().text()),
                verdict instanceof Verdict.Leaves leaves ? leaves.gateway().map(Ip::toString) : Optional.empty(),
                verdict.source().map(Ip::toString),
                Check.of(explanation.sourceCheck()),
                kernel.map(answer -> new Kernel(
                        answer.words(state), explanation.disagreement().isEmpty(), explanation.disagreement())),
                explanation.trace().certain(),
                notes);
    }

    private static String result(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Leaves _ -> "leaves";
            case Verdict.Local _ -> "local";
            case Verdict.Broadcast _ -> "broadcast";
            case Verdict.Barred _ -> "barred";
            case Verdict.NoRoute _ -> "no-route";
            case Verdict.Dropped _ -> "dropped";
        };
    }
}
