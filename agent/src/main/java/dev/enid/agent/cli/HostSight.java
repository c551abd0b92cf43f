package dev.enid.agent.cli;

import dev.enid.agent.move.MovePlan;
import dev.enid.agent.move.Sight;
import dev.enid.agent.operations.Operations;
import dev.enid.core.ip.Cidr;
import dev.enid.core.report.EniView;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.StatusView;
import java.util.List;
import java.util.Optional;

/** This host as the target of a move: its daemon, or where none runs enid itself, looks and configures. */
final class HostSight implements Sight {

    private final Surroundings surroundings;
    private final String instanceId;

    private HostSight(Surroundings surroundings, String instanceId) {
        this.surroundings = surroundings;
        this.instanceId = instanceId;
    }

    /** @throws CommandFailed where IMDS does not tell which instance this is */
    static HostSight of(Surroundings surroundings) throws CommandFailed, InterruptedException {
        StatusView status = Host.ask(surroundings, Operations::status);
        StatusView.InstanceView instance = status.instance()
                .orElseThrow(() -> new CommandFailed(
                        Exit.FAILURE,
                        "IMDS does not tell which instance this is"
                                + status.findings().stream()
                                        .findFirst()
                                        .map(each -> ": " + each)
                                        .orElse(""),
                        "name it: --to i-..."));
        return new HostSight(surroundings, instance.id());
    }

    String instanceId() {
        return instanceId;
    }

    @Override
    public Seen look(MovePlan.Sign sign) throws InterruptedException {
        try {
            Seen seen = seen(sign);
            if (seen.routed()) {
                return seen;
            }
            apply();
            return seen(sign);
        } catch (CommandFailed e) {
            return new Seen(false, false, false, String.join("; ", e.lines()));
        }
    }

    /** A daemon looks at its own pace; asked, it reads IMDS at once. Who may not ask waits for it. */
    private void apply() throws InterruptedException {
        try {
            Host.change(surroundings, "enid move", Operations::apply);
        } catch (CommandFailed _) {
            // What it led to is looked at anyway.
        }
    }

    private Seen seen(MovePlan.Sign sign) throws CommandFailed, InterruptedException {
        StatusView status = Host.ask(surroundings, Operations::status);
        Optional<EniView> eni = status.enis().stream()
                .filter(each -> each.id().equals(sign.eni().map(Object::toString)))
                .findFirst();
        boolean imds = eni.filter(each ->
                        sign.network().filter(network -> !has(each, network)).isEmpty())
                .isPresent();
        Optional<String> link = eni.flatMap(EniView::interface_);
        if (!imds || link.isEmpty()) {
            return new Seen(imds, link.isPresent(), false, imds ? "its link is not there" : "IMDS does not show it");
        }
        PlanView plan = Host.ask(surroundings, Operations::plan);
        List<String> left = plan.changes().stream()
                .filter(each -> each.interface_().equals(link.get()))
                .map(each -> each.action() + " " + each.object())
                .toList();
        boolean ok = eni.filter(each -> each.state().equals("ok")).isPresent();
        String waiting = !ok
                ? "enid leaves it alone: its state is "
                        + eni.map(EniView::state).orElse("")
                : left.isEmpty() ? "" : left.getFirst() + " is still to be done";
        return new Seen(true, true, ok && left.isEmpty(), waiting);
    }

    private static boolean has(EniView eni, Cidr network) {
        return network.isHost()
                ? eni.addresses().contains(network.ip().toString())
                : eni.prefixes().contains(network.toString());
    }
}
