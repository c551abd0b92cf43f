package dev.enid.lab.host;

import dev.enid.lab.fabric.LabHome;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.fabric.Powers;
import dev.enid.lab.imds.LabTime;
import dev.enid.lab.probe.Echo;
import dev.enid.lab.server.Lab;
import dev.enid.lab.topology.HostManager;
import dev.enid.lab.topology.TopologyException;
import dev.enid.lab.topology.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One lab for all stories of a class, with a fresh host for each: an instance that no story before has touched. Outside of the
 * VPC are {@code client}, from which hosts are tried, and {@code peer}, which answers and to which tunnels lead.
 */
final class HostLab implements ExecutionCondition, BeforeAllCallback, AfterAllCallback, AfterEachCallback {

    static final String CLIENT = "client";
    static final String PEER = "peer";

    private static final String VPC = """
            [vpc]
            cidrs = ["10.0.0.0/16", "2001:db8:100::/56"]
            [subnets.a]
            ipv4 = "10.0.1.0/24"
            ipv6 = "2001:db8:100:1::/64"
            [subnets.b]
            ipv4 = "10.0.2.0/24"
            ipv6 = "2001:db8:100:2::/64"
            [outside.client]
            addresses = ["198.51.100.10", "2001:db8:ffff::10"]
            [outside.peer]
            addresses = ["203.0.113.10", "2001:db8:eeee::10"]
            """;

    /** {@code h1}: its primary and a third ENI are in one subnet, the second is in another. */
    private static final String HOST = """
            [instances.%1$s]
            manager = "%2$s"
            %3$s
            [enis.%1$s-0]
            subnet = "a"
            instance = "%1$s"
            device-index = 0
            ipv4-count = 1
            ipv6-count = 1
            [enis.%1$s-1]
            subnet = "b"
            ipv4-count = 1
            ipv6-count = 1
            [enis.%1$s-2]
            subnet = "a"
            ipv4-count = 1
            ipv6-count = 1
            """;

    private final String topology;
    private final List<String> names;
    private final Deque<String> untouched = new ArrayDeque<>();
    private final List<LabHost> running = new ArrayList<>();
    private final List<Echo> echoes = new ArrayList<>();
    private @Nullable Path directory;
    private @Nullable Lab lab;

    private HostLab(String topology, List<String> names) {
        this.topology = topology;
        this.names = names;
    }

    /** So many hosts, as Debian and Ubuntu configure them. */
    static HostLab of(int hosts) {
        return of(hosts, "");
    }

    /**
     * So many hosts.
     *
     * @param more lines for each instance and after it, in which {@code %s} is its name
     */
    static HostLab of(int hosts, String more) {
        StringBuilder text = new StringBuilder(VPC);
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= hosts; i++) {
            String name = "h" + i;
            names.add(name);
            text.append(HOST.formatted(name, HostManager.NETWORKD.word(), more.replace("%s", name)));
        }
        return new HostLab(text.toString(), names);
    }

    /** A host for each manager of a primary ENI. */
    static HostLab ofManagers() {
        StringBuilder text = new StringBuilder(VPC);
        List<String> names = new ArrayList<>();
        for (HostManager manager : HostManager.values()) {
            names.add(name(manager));
            text.append(HOST.formatted(name(manager), manager.word(), ""));
        }
        return new HostLab(text.toString(), names);
    }

    /** Short, for the names of its ENIs are made of it. */
    private static String name(HostManager manager) {
        return manager.word().substring(0, 4) + manager.word().length();
    }

    Lab lab() {
        if (lab == null) {
            throw new IllegalStateException("the lab is up only while tests run");
        }
        return lab;
    }

    LabVpc network() {
        return lab().network();
    }

    /** The next host that nobody has touched; its daemon does not run yet. */
    LabHost host() throws IOException {
        return host(untouched.getFirst());
    }

    LabHost host(HostManager manager) throws IOException {
        return host(name(manager));
    }

    private LabHost host(String name) throws IOException {
        if (!untouched.remove(name)) {
            throw new IllegalStateException("host " + name + " was used before: the class needs a larger lab");
        }
        LabHost host = new LabHost(lab(), name, scratch());
        running.add(host);
        return host;
    }

    private Path scratch() {
        if (directory == null) {
            throw new IllegalStateException("there is no directory but while tests run");
        }
        return directory;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            return Powers.own() == Powers.NONE
                    ? ConditionEvaluationResult.disabled(
                            "a lab needs network namespaces: run the tests as root, or in a user namespace")
                    : ConditionEvaluationResult.enabled("namespaces can be made");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, TopologyException {
        Path made = Files.createTempDirectory("enid-test-");
        directory = made;
        untouched.addAll(names);
        Optional<Path> visible = Powers.own() == Powers.ROOT ? Optional.of(Path.of("/run/netns")) : Optional.empty();
        Lab up = Lab.up(
                new LabHome(made.resolve("labs"), visible),
                // The process id in the name: several builds of this may run on one machine.
                "s" + Long.toString(ProcessHandle.current().pid(), 36),
                TopologyFile.parse("hosts", topology),
                LabTime.system(),
                new Random(1));
        lab = up;
        for (String outside : List.of(CLIENT, PEER)) {
            echoes.add(Echo.onAny(up.network(), outside, LabHost.PORT));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        boolean failed = context.getExecutionException().isPresent();
        for (LabHost host : running) {
            if (failed) {
                host.print();
            }
            host.end();
        }
        running.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        echoes.forEach(Echo::close);
        lab().close();
        try (Stream<Path> files = Files.walk(scratch())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
