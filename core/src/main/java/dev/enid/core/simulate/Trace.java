package dev.enid.core.simulate;

import dev.enid.core.kernel.LinkNames;
import dev.enid.core.kernel.NextHop;
import dev.enid.core.kernel.Route;
import dev.enid.core.kernel.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a packet finds its way, rule by rule.
 *
 * @param steps the rules in the order in which they were asked, up to the one that decides
 * @param verdict where it goes
 * @param notes what a person should know about the verdict, in sentences
 * @param certain false where a rule or a route that cannot be judged from what is known was taken not to match
 * @param bound for a packet of the host without a source: the second look-up, from the source that the first chose. Sockets do
 *     it before they send, so it is the one that counts.
 */
public record Trace(
        Flow flow, List<Step> steps, Verdict verdict, List<String> notes, boolean certain, Optional<Trace> bound) {

    public Trace {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** The verdict that counts for what a socket sends: that of the second look-up where there is one. */
    public Verdict sent() {
        return bound.map(Trace::verdict).orElse(verdict);
    }

    /** The route that decides, where one does. */
    public Optional<Route> route() {
        return decision().flatMap(Answer.Decides::route);
    }

    /** The rule that decides, where one does. */
    public Optional<Rule> rule() {
        return steps.stream()
                .filter(step -> step.answer() instanceof Answer.Decides)
                .map(Step::rule)
                .findFirst();
    }

    private Optional<Answer.Decides> decision() {
        return steps.stream()
                .map(Step::answer)
                .filter(Answer.Decides.class::isInstance)
                .map(Answer.Decides.class::cast)
                .findFirst();
    }

    /** A rule, and what it answered. */
    public record Step(Rule rule, Answer answer) {

        /** The route that its table found, whether it counts or not. */
        public Optional<Route> route() {
            return switch (answer) {
                case Answer.Thrown(Route route) -> Optional.of(route);
                case Answer.Suppressed(Route route) -> Optional.of(route);
                case Answer.Decides decides -> decides.route();
                case Answer.Mismatch _, Answer.Unclear _, Answer.Jumps _, Answer.Nop _, Answer.NotInTable _ ->
                    Optional.empty();
            };
        }

        /** Whether the rule is about the packet. */
        public boolean matched() {
            return !(answer instanceof Answer.Mismatch) && !(answer instanceof Answer.Unclear);
        }
    }

    /** What a rule answers to a packet. */
    public sealed interface Answer {

        /** It is not about this packet. */
        record Mismatch(Part part) implements Answer {}

        /** What of its selector is known matches; the rest is not known here. */
        record Unclear() implements Answer {}

        /** It goes on with the rule of that priority, or where there is none with the next. */
        record Jumps(int priority, boolean there) implements Answer {}

        /** It does nothing. */
        record Nop() implements Answer {}

        /** Its table has no route for the packet. */
        record NotInTable() implements Answer {}

        /** Its table has a throw route: back to the rules. */
        record Thrown(Route route) implements Answer {}

        /** Its table has a route that suppress_prefixlength does not let count. */
        record Suppressed(Route route) implements Answer {}

        /**
         * It decides.
         *
         * @param route absent where the rule itself bars the packet
         */
        record Decides(Optional<Route> route, Optional<NextHop> hop) implements Answer {}
    }

    /** What of a rule's selector a packet does not fit. */
    public enum Part {
        FROM,
        TO,
        IIF,
        OIF,
        MARK,
        /** All fits, and the rule is about all other packets. */
        INVERTED
    }

    /** One line for each step and note, for a person. */
    public List<String> words(LinkNames names) {
        List<String> lines = new ArrayList<>();
        for (Step step : steps) {
            lines.add(step.rule().toIproute2(names) + ": " + answer(step, names));
        }
        lines.add("the packet " + verdict.words(names));
        lines.addAll(notes);
        return lines;
    }

    /** What the rule of a step answers, for a person. */
    public String answer(Step step, LinkNames names) {
        return switch (step.answer()) {
            case Answer.Mismatch(Part part) -> "no, " + words(part);
            case Answer.Unclear _ -> "cannot be judged from here, taken not to match";
            case Answer.Jumps(int priority, boolean there) ->
                there ? "yes, goes on with rule " + priority : "yes, but there is no rule " + priority;
            case Answer.Nop _ -> "yes, does nothing";
            case Answer.NotInTable _ -> "yes, but the table has no route to " + flow.to();
            case Answer.Thrown(Route route) -> "yes, but " + route.toIproute2(names) + " sends it back to the rules";
            case Answer.Suppressed(Route route) -> "yes, but does not let count " + route.toIproute2(names);
            case Answer.Decides(Optional<Route> route, Optional<NextHop> _) ->
                "yes" + route.map(each -> ", " + each.toIproute2(names)).orElse("");
        };
    }

    private String words(Part part) {
        return switch (part) {
            case FROM -> flow.from().map(ip -> "the packet is from " + ip).orElse("the packet has no source yet");
            case TO -> "the packet is to " + flow.to();
            case IIF -> flow.iif().map(name -> "the packet came in by " + name).orElse("the packet is the host's own");
            case OIF ->
                flow.oif().map(name -> "the socket is bound to " + name).orElse("the socket is bound to no link");
            case MARK -> flow.mark() == 0 ? "the packet has no mark" : String.format("the mark is 0x%x", flow.mark());
            case INVERTED -> "it is about all other packets";
        };
    }
}
