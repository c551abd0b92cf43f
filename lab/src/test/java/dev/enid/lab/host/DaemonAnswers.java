package dev.enid.lab.host;

import dev.enid.agent.control.ControlClient;
import dev.enid.agent.operations.Operations;
import dev.enid.agent.settings.Paths;
import dev.enid.core.ip.Ip;
import dev.enid.core.report.StatusView;
import dev.enid.lab.topology.VpcEni;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What a daemon says by its control socket: the very answers of {@code enid status} and the others. */
public record DaemonAnswers(Paths paths) {

    /** What is asked. */
    @FunctionalInterface
    public interface Question<T> {
        T of(Operations daemon) throws Exception;
    }

    private Optional<ControlClient> connect() throws Exception {
        return ControlClient.connect(paths, System::nanoTime);
    }

    public boolean isThere() throws Exception {
        try (ControlClient client = connect().orElse(null)) {
            return client != null;
        }
    }

    public <T> T ask(Question<T> question) throws Exception {
        try (ControlClient client = connect().orElse(null)) {
            if (client == null) {
                throw new AssertionError("no daemon answers at " + paths.controlSocket());
            }
            return question.of(client);
        }
    }

    /**
     * What is missing yet: empty as soon as IMDS was read, every one of {@code attached} is known with all it has, and nothing
     * is left to do.
     */
    public Optional<String> missing(List<VpcEni> attached) throws Exception {
        try (ControlClient client = connect().orElse(null)) {
            if (client == null) {
                return Optional.of("no daemon answers");
            }
            StatusView status = client.status();
            boolean all = status.imds().equals("fresh")
                    && status.converged()
                    && known(status).equals(texts(attached));
            return all ? Optional.empty() : Optional.of(status.toString());
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
