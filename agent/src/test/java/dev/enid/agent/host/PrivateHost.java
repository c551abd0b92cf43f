package dev.enid.agent.host;

import dev.enid.core.ip.Mac;
import dev.enid.linux.posix.Errno;
import dev.enid.linux.posix.LinuxException;
import dev.enid.linux.session.Namespace;
import dev.enid.linux.session.RtnetlinkSession;
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

/**
 * A network namespace for one test, and another one that stands for the VPC: an ENI is a veth whose other end is there, as in
 * the lab.
 */
public final class PrivateHost implements AutoCloseable {

    private final Namespace namespace;
    private final Namespace outside;
    private final RtnetlinkSession session;
    private final RtnetlinkSession outsideSession;

    private PrivateHost() throws LinuxException {
        namespace = Namespace.create();
        outside = Namespace.create();
        session = RtnetlinkSession.open(namespace);
        outsideSession = RtnetlinkSession.open(outside);
    }

    public Namespace namespace() {
        return namespace;
    }

    public RtnetlinkSession session() {
        return session;
    }

    /** Attaches an ENI: the link appears, down. Its ifindex. */
    public int plug(String name, Mac mac) throws LinuxException {
        outsideSession.execute(Request.add(LinkMessage.vethPair(
                LinkMessage.named("v-" + name),
                LinkMessage.named(name).withMac(mac).inNamespace(namespace.fd().number()))));
        outsideSession.execute(Request.set(LinkMessage.named("v-" + name).withUp(true)));
        return index(name);
    }

    /** Detaches it. */
    public void unplug(String name) throws LinuxException {
        outsideSession.execute(Request.delete(LinkMessage.named("v-" + name)));
    }

    public int index(String name) throws LinuxException {
        return session.link(name).orElseThrow().header().index();
    }

    /** What {@code ip} prints in the namespace; its errors too, so that a failure tells. */
    public String ip(String arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ")));
        return run(command.toArray(String[]::new));
    }

    /** What another program prints in the namespace, its errors too. */
    public String run(String... command) {
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

    @Override
    public void close() {
        session.close();
        outsideSession.close();
        namespace.close();
        outside.close();
    }

    /** Hands each test its own host, and shows what is in it when the test fails. */
    public static final class Extension implements ExecutionCondition, ParameterResolver, AfterEachCallback {

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
            return parameter.getParameter().getType() == PrivateHost.class;
        }

        @Override
        public PrivateHost resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getStore(STORE).computeIfAbsent(PrivateHost.class, key -> made(), PrivateHost.class);
        }

        private static PrivateHost made() {
            try {
                return new PrivateHost();
            } catch (LinuxException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void afterEach(ExtensionContext context) {
            PrivateHost host = context.getStore(STORE).get(PrivateHost.class, PrivateHost.class);
            if (host != null && context.getExecutionException().isPresent()) {
                for (String what :
                        List.of("-d addr", "rule", "-6 rule", "-d route show table all", "-6 route show table all")) {
                    System.err.println("ip " + what + "\n" + host.ip(what));
                }
            }
        }
    }
}
