package dev.enid.lab.play;

import dev.enid.agent.control.ControlClient;
import dev.enid.agent.operations.OperationFailed;
import dev.enid.agent.settings.Paths;
import dev.enid.core.ip.Ip;
import dev.enid.core.report.PlanText;
import dev.enid.core.report.PlanView;
import dev.enid.core.report.StatusText;
import dev.enid.core.report.StatusView;
import dev.enid.core.report.Styles;
import dev.enid.lab.fabric.Machine;
import dev.enid.lab.topology.VpcEni;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What the daemon of an instance says by its control socket: the very answers of {@code enid status} and {@code enid plan}. */
final class Answers {

    private final Paths paths;

    Answers(Machine machine) {
        var root = Inside.root(machine);
        paths = new Paths(root.resolve("etc/enid"), root.resolve("run/enid"));
    }

    private Optional<ControlClient> connect() throws OperationFailed {
        return ControlClient.connect(paths, System::nanoTime);
    }

    /** As {@code enid status} prints it; empty where no daemon answers. */
    Optional<String> status() throws OperationFailed, InterruptedException {
        try (ControlClient client = connect().orElse(null)) {
            return client == null
                    ? Optional.empty()
                    : Optional.of(StatusText.of(client.status(), Styles.PLAIN, Integer.MAX_VALUE));
        }
    }

    /** As {@code enid plan} prints it; empty where no daemon answers. */
    Optional<String> plan() throws OperationFailed, InterruptedException {
        return planned().map(plan -> PlanText.of(plan, Styles.PLAIN, Integer.MAX_VALUE));
    }

    private Optional<PlanView> planned() throws OperationFailed, InterruptedException {
        try (ControlClient client = connect().orElse(null)) {
            return client == null ? Optional.empty() : Optional.of(client.plan());
        }
    }

    /** Whether there is nothing to change; the plan where there is. */
    Verdict nothingPlanned() throws OperationFailed, InterruptedException {
        Optional<PlanView> plan = planned();
        String expected = "nothing is planned";
        if (plan.isEmpty()) {
            return Verdict.bad(expected, "no daemon answers");
        }
        return plan.get().changes().isEmpty()
                ? Verdict.good("")
                : Verdict.bad(expected, PlanText.of(plan.get(), Styles.PLAIN, Integer.MAX_VALUE));
    }

    /** Whether IMDS was read, every ENI of {@code attached} is known with all it has, and nothing is left to do. */
    Verdict converged(List<VpcEni> attached) throws OperationFailed, InterruptedException {
        String expected = "IMDS fresh, all that EC2 gave the instance known, and nothing to do";
        try (ControlClient client = connect().orElse(null)) {
            if (client == null) {
                return Verdict.bad(expected, "no daemon answers");
            }
            StatusView status = client.status();
            boolean all = status.imds().equals("fresh")
                    && status.converged()
                    && known(status).equals(texts(attached));
            return all
                    ? Verdict.good("")
                    : Verdict.bad(expected, StatusText.of(status, Styles.PLAIN, Integer.MAX_VALUE));
        }
    }

    private static List<String> texts(List<VpcEni> attached) {
        return attached.stream()
                .map(eni -> text(
                        eni.id().text(),
                        eni.addresses().map(Ip::toString).toList(),
                        eni.prefixes().stream().map(Object::toString).toList()))
                .sorted()
                .toList();
    }

    private static List<String> known(StatusView status) {
        return status.enis().stream()
                .map(eni -> text(eni.id().orElse(eni.mac()), eni.addresses(), eni.prefixes()))
                .sorted()
                .toList();
    }

    private static String text(String id, List<String> addresses, List<String> prefixes) {
        return id + new TreeSet<>(addresses) + new TreeSet<>(prefixes);
    }
}
