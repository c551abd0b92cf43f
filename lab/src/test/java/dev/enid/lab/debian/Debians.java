package dev.enid.lab.debian;

import dev.enid.core.ip.Ip;
import dev.enid.lab.dhcp.ClientsLab;
import dev.enid.lab.fabric.LabVpc;
import dev.enid.lab.host.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One lab for all stories of a class; each boots Debian in an instance that nobody configures but itself. */
public final class Debians implements ExecutionCondition, BeforeAllCallback, AfterAllCallback, AfterEachCallback {

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
            """;

    /** Of the primary ENI in the host. */
    public static final String PRIMARY = "ens5";

    private final ClientsLab lab;
    private final List<DebianHost> running = new ArrayList<>();

    private Debians(ClientsLab lab) {
        this.lab = lab;
    }

    /** Instances of those names, each with a primary ENI NAME-0 and two others, NAME-1 and NAME-2, that are not attached. */
    public static Debians in(String... instances) {
        StringBuilder topology = new StringBuilder(VPC);
        Stream.of(instances).forEach(each -> topology.append("""
            [instances.%1$s]
            manager = "none"
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
            """.formatted(each)));
        return new Debians(ClientsLab.of(topology.toString()));
    }

    public LabVpc network() {
        return lab.lab().network();
    }

    /** Boots Debian in an instance; it ends with the story. */
    public DebianHost boot(String instance, DebianSetup setup) throws IOException, InterruptedException {
        DebianHost host = DebianHost.boot(
                RootFilesystem.cached(System.getenv()), network().machine(instance), setup);
        running.add(host);
        return host;
    }

    /** Until every address of the ENI is on the link, and in use. */
    public void awaitAddresses(DebianHost host, String link, String eni) throws Exception {
        List<String> wanted =
                network().vpc().eni(eni).addresses().map(Ip::toString).toList();
        Await.untilNothing(link + " has " + wanted, () -> {
            String text = host.must("ip", "-oneline", "address", "show", "dev", link, "-tentative");
            return wanted.stream().allMatch(each -> text.contains(" " + each + "/"))
                    ? Optional.empty()
                    : Optional.of(text);
        });
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            return RootFilesystem.missing()
                    .map(ConditionEvaluationResult::disabled)
                    .orElse(ConditionEvaluationResult.enabled("a Debian can be had"));
        } catch (IOException e) {
            return ConditionEvaluationResult.disabled(e.toString());
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        lab.beforeAll(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (DebianHost host : running) {
            if (context.getExecutionException().isPresent()) {
                System.err.println("--- journal of " + host.machine().name() + "\n" + host.journal());
                for (String what :
                        List.of("-d address", "rule", "-6 rule", "route show table all", "-6 route show table all")) {
                    System.err.println("--- ip " + what + "\n"
                            + host.run(("ip " + what).split(" ")).output());
                }
            }
            host.close();
        }
        running.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        lab.afterAll(context);
    }
}
