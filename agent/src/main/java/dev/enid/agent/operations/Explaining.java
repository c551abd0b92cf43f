package dev.enid.agent.operations;

import dev.enid.core.explain.Explanation;
import dev.enid.core.ip.Ip;
import dev.enid.core.kernel.KernelState;
import dev.enid.core.kernel.Link;
import dev.enid.core.report.ExplainView;
import dev.enid.core.simulate.Flow;
import java.util.List;
import java.util.Optional;

/** Explains a packet that a person described. */
final class Explaining {

    private Explaining() {}

    static ExplainView explain(Look look, Tables tables, ExplainView.Packet packet) throws OperationFailed {
        KernelState state = look.seen().state();
        if (!look.seen().kernel().isFresh()) {
            throw new OperationFailed(
                    "the kernel's tables cannot be read, so there is nothing to explain by",
                    look.seen().kernel().trouble().map(Object::toString).orElse("try again"));
        }
        Flow flow = flow(state, packet);
        Explanation explanation = Explanation.of(look.seen(), look.desired(), flow, tables.ask(flow, state));
        ExplainView view = ExplainView.of(look.seen(), explanation);
        boolean unmarked = packet.answers().isPresent() && flow.mark() == (int) packet.mark();
        return unmarked
                ? view.with("Nothing marks what comes in by " + packet.answers().get() + ": "
                        + look.desired().containers().why() + ".")
                : view;
    }

    private static Flow flow(KernelState state, ExplainView.Packet packet) throws OperationFailed {
        try {
            Optional<Ip> from = packet.from().map(Ip::parse);
            Optional<String> in = link(state, packet.in());
            Optional<String> out = link(state, packet.out());
            if (in.isPresent() && from.isEmpty()) {
                throw new OperationFailed("a packet that comes in has a source: give --from");
            }
            int mark = (int) packet.mark() | markOf(state, link(state, packet.answers()));
            return new Flow(from, Ip.parse(packet.to()), in, out, mark);
        } catch (IllegalArgumentException e) {
            throw new OperationFailed(e, String.valueOf(e.getMessage()));
        }
    }

    private static int markOf(KernelState state, Optional<String> link) {
        return link.flatMap(name -> state.marks().map(table -> table.marks().getOrDefault(name, 0)))
                .orElse(0);
    }

    /** Rules compare names, and never alternative ones. */
    private static Optional<String> link(KernelState state, Optional<String> name) throws OperationFailed {
        if (name.isEmpty()) {
            return name;
        }
        Optional<Link> link = state.link(name.get());
        if (link.isEmpty()) {
            List<String> names = state.links().stream().map(Link::name).toList();
            throw new OperationFailed(
                    "there is no interface " + dev.enid.core.ip.Quoted.of(name.get()),
                    "there are " + String.join(", ", names));
        }
        return link.map(Link::name);
    }
}
