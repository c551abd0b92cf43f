package dev.enid.linux.session;

import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.wire.LinkMessage;
import dev.enid.linux.wire.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A network namespace for one test, with a session in it and {@code ip} as an outside witness. */
final class PrivateNetwork implements AutoCloseable {

    private final Namespace namespace;
    private final RtnetlinkSession session;

    private PrivateNetwork() throws LinuxException {
        namespace = Namespace.create();
        session = RtnetlinkSession.open(namespace);
    }

    Namespace namespace() {
        return namespace;
    }

    RtnetlinkSession session() {
        return session;
    }

    /** What {@code ip} prints in the namespace; its errors too, so that a failure tells. */
    String ip(String arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ")));
        return run(command.toArray(String[]::new));
    }

    /** What another program prints in the namespace, its errors too. */
    String run(String... command) {
        try {
            Process process = namespace.call(
                    () -> new ProcessBuilder(command).redirectErrorStream(true).start());
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", command), e);
        }
    }

    /** A veth pair with both ends up; the ifindex of the first. */
    int pair(String first, String second) throws LinuxException {
        session.execute(Request.add(LinkMessage.vethPair(LinkMessage.named(first), LinkMessage.named(second))));
        for (String name : List.of(first, second)) {
            session.execute(Request.set(LinkMessage.named(name).withUp(true)));
        }
        return index(first);
    }

    int index(String name) throws LinuxException {
        return session.link(name).orElseThrow().header().index();
    }

    @Override
    public void close() {
        session.close();
        namespace.close();
    }

    /** Hands each test its own network, and shows what is in it when the test fails. */
    static final class Extension implements ExecutionCondition, ParameterResolver, AfterEachCallback {

        private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(Extension.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            try (Namespace tried = Namespace.create()) {
                return ConditionEvaluationResult.enabled(
                        "network namespaces can be made, as " + tried.fd().path());
            } catch (LinuxException e) {
                if (e.errno() == Errno.EPERM) {
                    return ConditionEvaluationResult.disabled(
                            "needs network namespaces: run as root, or within unshare --user --map-root-user --net --mount");
                }
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PrivateNetwork.class;
        }

        @Override
        public PrivateNetwork resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(STORE).computeIfAbsent(PrivateNetwork.class, key -> made(), PrivateNetwork.class);
        }

        private static PrivateNetwork made() {
            try {
                return new PrivateNetwork();
            } catch (LinuxException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void afterEach(ExtensionContext context) {
            PrivateNetwork network = context.getStore(STORE).get(PrivateNetwork.class, PrivateNetwork.class);
            if (network != null && context.getExecutionException().isPresent()) {
                for (String what : List.of("-d addr", "rule", "-6 rule", "-d route show table all")) {
                    System.err.println("ip " + what + "\n" + network.ip(what));
                }
            }
        }
    }
}
