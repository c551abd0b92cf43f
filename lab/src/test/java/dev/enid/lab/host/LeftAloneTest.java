package dev.enid.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enid.agent.operations.Operations;
import dev.enid.core.ip.Ip;
import dev.enid.core.report.EniView;
import dev.enid.lab.topology.AssignRequest;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ENIs that enid keeps its hands off: a person said so, or they are somebody else's. */
class LeftAloneTest {

    private static final String QUICK = "[daemon]\nrefresh = \"1s\"\n";

    @RegisterExtension
    static final HostLab LAB = HostLab.of(14);

    @ParameterizedTest
    @ValueSource(strings = {"id", "MAC address", "interface", "device index"})
    void whatWasInstalledForAnEniGoesWhenAPersonOptsItOut(String how) throws Exception {
        LabHost host = LAB.host();
        host.attach(2);
        host.start();
        SortedSet<String> withoutIt = host.ours();
        host.attach(1);
        host.assign(1, AssignRequest.counts(1, 1, 1, 1));
        host.awaitReachable(0, 1, 2);
        host.awaitConverged();
        SortedSet<String> withIt = host.ours();
        SortedSet<String> others = host.others();

        host.settings("ignore = [\"" + called(host, how) + "\"]\n" + QUICK);
        assertThat(host.ask(Operations::apply).converged()).isTrue();

        assertThat(host.ours()).isEqualTo(withoutIt);
        assertThat(host.others()).isEqualTo(others);
        EniView eni = host.status(1);
        assertThat(eni.state()).isEqualTo("ignored");
        assertThat(eni.findings()).anyMatch(line -> line.contains("opted out by ignore"));
        host.assertSilent(host.eni(1).ipv4().getFirst());
        host.assertReachable(0, 2);

        host.settings(QUICK);
        assertThat(host.ask(Operations::apply).converged()).isTrue();
        assertThat(host.ours()).isEqualTo(withIt);
        host.awaitReachable(1);
    }

    private static String called(LabHost host, String how) throws Exception {
        return switch (how) {
            case "id" -> host.eni(1).id().text();
            case "MAC address" -> host.eni(1).mac().toString();
            case "interface" -> host.link(1);
            case "device index" ->
                "device-number-" + host.eni(1).attachment().orElseThrow().deviceIndex();
            default -> throw new IllegalArgumentException(how);
        };
    }

    @Test
    void anEniThatWasOptedOutBeforeItCameIsNotTouched() throws Exception {
        LabHost host = LAB.host();
        host.settings("ignore = [\"" + host.eni(1).id() + "\"]\n" + QUICK);
        host.start();

        host.attach(1);
        host.attach(2);
        host.awaitReachable(0, 2);
        host.awaitConverged();

        assertThat(host.status(1).state()).isEqualTo("ignored");
        assertThat(host.ip("address show dev " + host.link(1)))
                .contains("state DOWN")
                .doesNotContain("inet", "altname");
        assertThat(host.ours())
                .noneMatch(line -> line.contains(host.eni(1).ipv4().getFirst().toString()));
    }

    /** Signs of the VPC CNI and of Cilium where it takes its pods' addresses from ENIs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/cni/net.d/10-aws.conflist",
                "/run/aws-node/ipam.json",
                "/run/cilium/state/agent-runtime-config.json",
                "rule 512:",
                "rule 1024:",
                "cilium_host"
            })
    void whatPodsOwnIsNotPutOnTheHost(String sign) throws Exception {
        LabHost host = LAB.host();
        host.attach(1);
        host.assign(1, AssignRequest.counts(1, 1, 1, 1));
        show(host, sign);
        SortedSet<String> others = host.others();
        Ip second = host.eni(1).ipv4().getLast();
        Ip secondV6 = host.eni(1).ipv6().getLast();

        host.start();

        for (Ip first :
                List.of(host.eni(1).ipv4().getFirst(), host.eni(1).ipv6().getFirst())) {
            host.awaitReachable(first);
        }
        host.assertReachable(0);
        assertThat(host.ours()).noneMatch(line -> pods(host).anyMatch(pod -> line.contains(" " + pod)));
        assertThat(host.others()).isEqualTo(others);
        EniView eni = host.status(1);
        assertThat(eni.findings())
                .anyMatch(line ->
                        line.contains("withheld (pods)") && line.contains(second + "/32") && line.contains(sign))
                .anyMatch(line -> line.contains("withheld (pods)") && line.contains(secondV6 + "/128"))
                .anyMatch(line -> line.contains("withheld (pods)")
                        && line.contains(host.eni(1).prefixes().getFirst().toString()));
        host.assertSilent(second);
    }

    private static Stream<String> pods(LabHost host) {
        return Stream.concat(
                Stream.of(host.eni(1).ipv4().getLast(), host.eni(1).ipv6().getLast())
                        .map(Ip::toString),
                host.eni(1).prefixes().stream().map(Object::toString));
    }

    /** It also shows that the signs, and nothing else, kept the addresses away before. */
    @Test
    void aPodNetworkThatIsInstalledLaterGetsItsAddressesAndOneThatGoesGivesThemBack() throws Exception {
        LabHost host = LAB.host();
        host.attach(1);
        host.assign(1, AssignRequest.counts(1, 1, 0, 0));
        host.start();
        host.awaitReachable(0, 1);
        SortedSet<String> before = host.ours();

        host.file("/run/aws-node/ipam.json", "{}");
        assertThat(host.ask(Operations::apply).converged()).isTrue();
        assertThat(host.ours()).noneMatch(line -> pods(host).anyMatch(pod -> line.contains(" " + pod)));
        host.awaitReachable(host.eni(1).ipv4().getFirst());

        host.remove("/run/aws-node/ipam.json");
        assertThat(host.ask(Operations::apply).converged()).isTrue();
        assertThat(host.ours()).isEqualTo(before);
        host.awaitReachable(0, 1);
    }

    private static void show(LabHost host, String sign) throws Exception {
        switch (sign) {
            case "rule 512:" -> host.ip("rule add to 10.0.2.200 lookup main priority 512");
            case "rule 1024:" -> host.ip("rule add fwmark 0x80/0x80 lookup main priority 1024");
            case "cilium_host" -> {
                host.ip("link add cilium_host type veth peer name cilium_net");
                host.ip("link add lxc0a1b2c3d type veth peer name pod0");
                host.ip("rule add from 10.0.2.200 to 10.0.0.0/16 lookup 11 priority 111");
            }
            case "/run/cilium/state/agent-runtime-config.json" -> host.file(sign, "{\"IPAM\": \"eni\"}");
            default -> host.file(sign, "{\"plugins\": [{\"name\": \"aws-cni\", \"type\": \"aws-cni\"}]}");
        }
    }
}
